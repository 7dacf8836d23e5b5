package io.filetao.common.protocol.axon;

import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Gives every connection of a server a time limit for request line and headers, which its own settings lack. */
public final class RequestHeadLimit implements NettyServerCustomizer {

    private final Duration limit;

    /**
     * @param limit from the first byte of a request to the end of its headers
     */
    public RequestHeadLimit(Duration limit) {
        this.limit = limit;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((_, channel, _) ->
                channel.pipeline()
                        .addAfter(
                                NettyPipeline.HttpCodec,
                                "filetao.requestHead",
                                new RequestHeadDeadline(this.limit)));
    }
}
