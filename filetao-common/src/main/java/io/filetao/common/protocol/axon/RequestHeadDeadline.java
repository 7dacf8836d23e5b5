package io.filetao.common.protocol.axon;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request line and headers take too long, however steadily they drip.
 *
 * <p>An idle timeout alone does not: each byte starts it anew. The clock runs from the opening of the connection, later from the
 * first byte of a request, until the headers are complete.
 *
 * <p>A request with a body is not upgraded to HTTP/2: the server would have to take all of the body first. It is answered under
 * HTTP/1.1, as the protocol allows.
 */
final class RequestHeadDeadline extends ChannelDuplexHandler {

    private final Duration limit;
    private boolean inRequest;
    private boolean undecoded;
    private @Nullable Future<?> deadline;

    RequestHeadDeadline(Duration limit) {
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

    /**
     * Bytes came that the codec sees next. The end of a read alone says nothing: handlers that leave the pipeline announce one more, and a clock
     * that it started would cut the answer off.
     */
    void bytesCame() {
        this.undecoded = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        this.undecoded = false;
        if (message instanceof HttpRequest request) {
            this.inRequest = true;
            stop();
            if (hasBody(request)) {
                request.headers().remove(HttpHeaderNames.UPGRADE);
            }
        }
        if (message instanceof LastHttpContent) {
            this.inRequest = false;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!this.inRequest && this.undecoded && this.deadline == null) {
            start(context);
        }
        context.fireChannelReadComplete();
    }

    private static boolean hasBody(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request)
                || HttpUtil.getContentLength(request, 0L) > 0;
    }

    private void start(ChannelHandlerContext context) {
        this.deadline =
                context.executor()
                        .schedule(
                                () -> context.close(),
                                this.limit.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (this.deadline != null) {
            this.deadline.cancel(false);
            this.deadline = null;
        }
    }
}
