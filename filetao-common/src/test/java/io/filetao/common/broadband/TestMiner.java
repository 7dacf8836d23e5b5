package io.filetao.common.broadband;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Neuron;
import io.filetao.common.crypto.Hash;
import io.filetao.common.proof.Challenge;
import io.filetao.common.proof.OpeningRequest;
import io.filetao.common.proof.PieceProver;
import io.filetao.common.proof.PieceRange;
import io.filetao.common.proof.PreparedAnswer;
import io.filetao.common.proof.Prover;
import io.filetao.common.proof.Receipt;
import io.filetao.common.proof.SealedShard;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardMeta;
import io.filetao.common.proof.ShardReceiver;
import io.filetao.common.proof.StoreOffer;
import io.filetao.common.proof.StoreTrailer;
import io.filetao.common.protocol.CommitRequest;
import io.filetao.common.protocol.DropRequest;
import io.filetao.common.protocol.RequestSignature;
import io.filetao.common.protocol.ResponseSignature;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A miner that speaks the protocol over real HTTP, keeps shards in memory, and misbehaves on demand. */
final class TestMiner implements AutoCloseable {

    /** How it misbehaves. */
    enum Fault {
        NONE,
        FULL,
        GARBAGE,
        NEVER_ANSWERS,
        ANSWERS_TOO_MUCH,
        OTHER_RECEIPT,
        SPOILS_BYTES,
        FORGETS,
        STALLS
    }

    private final Keypair hotkey = Keypair.generate();
    private final Keypair coldkey = Keypair.generate();
    private final int uid;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<ShardId, Shard> shards = new ConcurrentHashMap<>();
    private final Set<ShardId> dropped = ConcurrentHashMap.newKeySet();
    private final Map<ShardId, PreparedAnswer> prepared = new ConcurrentHashMap<>();
    final Set<ShardId> committed = ConcurrentHashMap.newKeySet();
    final AtomicLong servedBytes = new AtomicLong();
    volatile byte[] manifest = new byte[0];
    volatile Fault fault = Fault.NONE;

    TestMiner(int uid) throws IOException {
        this.uid = uid;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        this.server.setExecutor(this.executor);
        this.server.createContext("/", this::handle);
        this.server.start();
    }

    Ss58Address address() {
        return this.hotkey.address();
    }

    Neuron neuron() {
        return new Neuron(
                this.uid,
                this.hotkey.address(),
                this.coldkey.address(),
                BigInteger.ZERO,
                false,
                new AxonInfo("127.0.0.1", this.server.getAddress().getPort(), 1),
                0,
                0);
    }

    Set<ShardId> held() {
        return this.shards.keySet();
    }

    void clear() {
        this.shards.clear();
    }

    @Override
    public void close() {
        this.over.countDown();
        this.server.stop(0);
        this.executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            switch (path) {
                case "/v1/ping" -> answer(exchange, 200, new byte[0]);
                case "/v1/challenges" -> challenge(exchange);
                case "/v1/openings" -> opening(exchange);
                case "/v1/verdicts" -> answer(exchange, 200, new byte[0]);
                case "/v1/commits" -> commit(exchange);
                case "/v1/drops" -> drop(exchange);
                default -> shard(exchange, path.substring("/v1/shards/".length()));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void shard(HttpExchange exchange, String rest)
            throws IOException, InterruptedException {
        switch (this.fault) {
            case FULL -> {
                answer(exchange, 507, "{\"code\":\"disk-full\"}".getBytes());
                return;
            }
            case GARBAGE -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(201, 5);
                exchange.getResponseBody().write("hello".getBytes());
                return;
            }
            case NEVER_ANSWERS -> this.over.await();
            case ANSWERS_TOO_MUCH -> {
                exchange.getRequestBody().readAllBytes();
                answer(exchange, 201, new byte[1 << 20]);
                return;
            }
            default -> {}
        }
        if (exchange.getRequestMethod().equals("PUT")) {
            receive(exchange);
        } else {
            serve(exchange, ShardId.parse(rest.substring(0, rest.indexOf('/'))));
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        StoreOffer offer = StoreOffer.decode(ByteBuffer.wrap(in.readNBytes(StoreOffer.BYTES)));
        ShardReceiver receiver = new ShardReceiver(offer, this.hotkey.address());
        byte[] sealed = in.readNBytes((int) offer.geometry().sealedLength());
        receiver.update(sealed, 0, sealed.length);
        ShardMeta meta =
                receiver.finish(
                        StoreTrailer.decode(ByteBuffer.wrap(in.readAllBytes()), offer.geometry()));
        if (this.fault == Fault.SPOILS_BYTES) {
            sealed[sealed.length / 2] ^= 1;
        }
        this.shards.put(offer.rid(), new Shard(meta, sealed));
        if (this.dropped.contains(offer.rid())) {
            // Given up while it was on its way.
            this.shards.remove(offer.rid());
            answer(exchange, 409, new byte[0]);
            return;
        }
        Keypair signer = this.fault == Fault.OTHER_RECEIPT ? this.coldkey : this.hotkey;
        answer(exchange, 201, Receipt.sign(meta.header(), signer).encode());
    }

    private void serve(HttpExchange exchange, ShardId rid)
            throws IOException, InterruptedException {
        Shard shard = this.shards.get(rid);
        if (shard == null || this.fault == Fault.FORGETS) {
            answer(exchange, 404, "{\"code\":\"unknown-shard\"}".getBytes());
            return;
        }
        Map<String, String> query = new ConcurrentHashMap<>();
        for (String pair : exchange.getRequestURI().getQuery().split("&")) {
            query.put(pair.split("=")[0], pair.split("=")[1]);
        }
        PieceRange range =
                new PieceRange(
                        shard.meta().header().geometry(),
                        Long.parseLong(query.get("from")),
                        Long.parseLong(query.get("length")));
        this.servedBytes.addAndGet(range.length());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        new PieceProver(shard.meta(), shard.data())
                .write(range, Hash.ofHex(query.get("seed")), body);
        byte[] bytes = body.toByteArray();
        if (this.fault == Fault.SPOILS_BYTES) {
            bytes[bytes.length / 2] ^= 1;
        }
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        if (this.fault == Fault.STALLS) {
            out.write(bytes, 0, Math.min(bytes.length, 100_000));
            out.flush();
            this.over.await();
        }
        out.write(bytes);
        out.write(sign(exchange, 200, bytes));
    }

    private void challenge(HttpExchange exchange) throws IOException {
        Challenge challenge =
                Challenge.decode(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
        Shard shard = this.shards.get(challenge.rid());
        if (shard == null) {
            answer(exchange, 404, new byte[0]);
            return;
        }
        PreparedAnswer answer =
                new Prover(this.hotkey).answer(challenge, shard.meta(), shard.data());
        this.prepared.put(challenge.rid(), answer);
        answer(exchange, 200, answer.answer().encode());
    }

    private void opening(HttpExchange exchange) throws IOException {
        OpeningRequest request =
                OpeningRequest.decode(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
        answer(exchange, 200, this.prepared.remove(request.rid()).opening().encode());
    }

    private void commit(HttpExchange exchange) throws IOException {
        CommitRequest commit =
                CommitRequest.decode(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
        this.committed.addAll(commit.rids());
        this.manifest = commit.manifest();
        answer(exchange, 200, new byte[0]);
    }

    private void drop(HttpExchange exchange) throws IOException {
        DropRequest drop =
                DropRequest.decode(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
        this.dropped.addAll(drop.rids());
        drop.rids().forEach(this.shards::remove);
        answer(exchange, 200, new byte[0]);
    }

    private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders()
                .add(
                        ResponseSignature.HEADER,
                        ResponseSignature.format(sign(exchange, status, body)));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private byte[] sign(HttpExchange exchange, int status, byte[] body) {
        String nonce = exchange.getRequestHeaders().getFirst(RequestSignature.NONCE_HEADER);
        String caller = exchange.getRequestHeaders().getFirst(RequestSignature.HOTKEY_HEADER);
        return ResponseSignature.sign(
                this.hotkey,
                Long.parseLong(nonce),
                status,
                Hash.sha256(body),
                new Ss58Address(caller));
    }

    private record Shard(ShardMeta meta, byte[] sealed) {

        SealedShard data() {
            return (position, out, offset, length) ->
                    System.arraycopy(this.sealed, (int) position, out, offset, length);
        }
    }
}
