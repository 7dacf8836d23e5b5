package io.filetao.common.protocol.axon;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees the bytes of a connection before any codec does, finds out which protocol they speak, and closes the connection when a head
 * takes too long.
 *
 * <p>HTTP/1.1 is left to a {@link RequestHeadDeadline} behind its codec. Of HTTP/2, whose codecs wait for the end of a head without a
 * limit, the {@link Http2HeadTracker} follows the frames. A connection can begin with HTTP/2, agree on it while TLS is set up, or be
 * upgraded to it by its first request; the watch stands behind TLS.
 */
final class ConnectionHeadWatch extends ChannelInboundHandlerAdapter {

    private final Duration limit;
    private Http2HeadTracker tracker = new Http2HeadTracker();
    private @Nullable ChannelHandlerContext codec;
    private @Nullable RequestHeadDeadline http1;
    private @Nullable Future<?> deadline;

    ConnectionHeadWatch(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        start(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            follow(context, bytes);
        }
        context.fireChannelRead(message);
    }

    private void follow(ChannelHandlerContext context, ByteBuf bytes) {
        if (this.codec != null && this.codec.isRemoved() && !this.tracker.follows()) {
            // The first request asked for an upgrade and got it.
            this.codec = null;
            this.tracker = new Http2HeadTracker();
        }
        boolean ended = this.tracker.read(bytes);
        if (!this.tracker.follows()) {
            leaveToHttp1(context);
            if (this.http1 != null) {
                this.http1.bytesCame();
            }
            return;
        }
        if (ended || !this.tracker.inHead()) {
            stop();
            endHttp1(context);
        }
        if (this.tracker.inHead()) {
            start(context);
        }
    }

    /** The clock of the watch goes on until the one behind the codec runs. */
    private void leaveToHttp1(ChannelHandlerContext context) {
        if (this.http1 != null) {
            return;
        }
        ChannelHandlerContext found = context.pipeline().context(HttpServerCodec.class);
        if (found != null) {
            this.codec = found;
            this.http1 = new RequestHeadDeadline(this.limit);
            context.pipeline().addAfter(found.name(), "filetao.requestHead", this.http1);
            stop();
        }
    }

    private void endHttp1(ChannelHandlerContext context) {
        if (this.http1 != null) {
            context.pipeline().remove(this.http1);
            this.http1 = null;
        }
    }

    private void start(ChannelHandlerContext context) {
        if (this.deadline == null) {
            this.deadline =
                    context.executor()
                            .schedule(
                                    () -> context.close(),
                                    this.limit.toMillis(),
                                    TimeUnit.MILLISECONDS);
        }
    }

    private void stop() {
        if (this.deadline != null) {
            this.deadline.cancel(false);
            this.deadline = null;
        }
    }
}
