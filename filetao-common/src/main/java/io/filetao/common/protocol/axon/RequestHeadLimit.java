package io.filetao.common.protocol.axon;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Gives every connection of a server the limits for heads of requests which the server's own settings lack, under HTTP/1.1 and
 * HTTP/2 alike: a time limit, and under HTTP/2 a size limit for each head and a number of streams.
 *
 * <p>A client that floods a connection with streams that it resets is cut off by Netty, at 200 resets in 30 seconds.
 */
public final class RequestHeadLimit implements NettyServerCustomizer {

    /** Requests of one HTTP/2 connection at once. */
    static final int STREAMS = 100;

    private final Duration limit;
    private final int bytes;

    /**
     * @param limit from the first byte of a request to the end of its headers
     * @param bytes longest head under HTTP/2, as that protocol counts it; what HTTP/1.1 allows is a setting of the server
     */
    public RequestHeadLimit(Duration limit, int bytes) {
        this.limit = limit;
        this.bytes = bytes;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.http2Settings(settings ->
                        settings.maxHeaderListSize(this.bytes).maxConcurrentStreams(STREAMS))
                .doOnChannelInit((_, channel, _) -> watch(channel.pipeline()));
    }

    private void watch(ChannelPipeline pipeline) {
        ChannelHandler watch = new ConnectionHeadWatch(this.limit);
        if (pipeline.get(NettyPipeline.SslHandler) == null) {
            pipeline.addFirst("filetao.connectionHead", watch);
        } else {
            pipeline.addAfter(NettyPipeline.SslHandler, "filetao.connectionHead", watch);
        }
    }
}
