package io.filetao.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.fixtures.MachineTool;
import io.filetao.common.proof.Audit;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.proof.Beacon;
import io.filetao.common.proof.Challenge;
import io.filetao.common.proof.EpochKey;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.FileStatement;
import io.filetao.common.proof.PreparedAnswer;
import io.filetao.common.proof.ProofBundle;
import io.filetao.common.proof.Prover;
import io.filetao.common.proof.Receipt;
import io.filetao.common.proof.SealStream;
import io.filetao.common.proof.SeedChain;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardMeta;
import io.filetao.common.proof.ShardProof;
import io.filetao.common.proof.ShardReceiver;
import io.filetao.common.proof.ShardSealer;
import io.filetao.common.proof.ShardTarget;
import io.filetao.common.proof.StoreEvidence;
import io.filetao.common.proof.StoreOffer;
import io.filetao.common.proof.StoreTrailer;
import io.filetao.common.proof.Transcript;
import io.filetao.common.proof.Verifier;
import io.filetao.common.wallet.Keypair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public part of proofs, checked by a program that was written from docs/spec/proofs.md and nothing else. */
class PythonVerifierIT {

    private static final Path SCRIPT = Path.of("src/test/python/verify_bundle.py");
    private static final Keypair VALIDATOR = Keypair.ofUri("//Validator");
    private static final Keypair MINER = Keypair.ofUri("//Miner");
    private static final AuditKeys KEYS = AuditKeys.ofSeed(VALIDATOR.miniSecret(), 0);
    private static final EpochKey EPOCH = KEYS.epoch(4);
    private static final FileId FILE = FileId.random();

    @TempDir private Path directory;

    @Test
    void verifyWhenBundleIsRealAcceptsAndAfterAnyChangeOfOneByteRefuses() throws Exception {
        Path python = MachineTool.PYTHON.orSkip();
        byte[] small = bundle(5_000, 2, 1).encode();
        byte[] large = bundle(2_200_000, 1, 2).encode();
        List<Path> genuine = List.of(write("small", small), write("large", large));
        assertThat(run(python, genuine)).allMatch(line -> line.contains(": genuine, complete"));

        List<Path> changed = new ArrayList<>();
        Random random = new Random(31);
        for (int at = 0; at < large.length; at += 1 + random.nextInt(61)) {
            byte[] bytes = large.clone();
            bytes[at] ^= (byte) (1 + random.nextInt(255));
            changed.add(write("changed-" + at, bytes));
        }
        changed.add(write("cut", Arrays.copyOf(large, large.length - 1)));
        changed.add(write("longer", Arrays.copyOf(large, large.length + 1)));
        assertThat(run(python, changed))
                .hasSameSizeAs(changed)
                .allMatch(line -> line.contains(": refused: "));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(this.directory.resolve(name), bytes);
    }

    private List<String> run(Path python, List<Path> bundles) throws Exception {
        List<String> command = new ArrayList<>(List.of(python.toString(), SCRIPT.toString()));
        bundles.forEach(bundle -> command.add(bundle.toString()));
        Path output = this.directory.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        process.waitFor();
        return Files.readAllLines(output);
    }

    /** A file of one segment, some of its shards, each after so many passed challenges. */
    private static ProofBundle bundle(int length, int shards, int rounds) throws IOException {
        List<ShardProof> proofs = new ArrayList<>();
        for (int number = 0; number < shards; number++) {
            proofs.add(shard(length, number, shards, rounds));
        }
        FileStatement statement =
                FileStatement.sign(
                        VALIDATOR,
                        FILE,
                        Hash.sha256(new byte[] {1}),
                        (long) length * shards,
                        Hash.sha256(new byte[] {2}),
                        beacon(99),
                        List.of(new FileStatement.Segment(length * shards, shards, 6)));
        return new ProofBundle(statement, List.of(EPOCH), proofs);
    }

    private static ShardProof shard(int length, int number, int k, int rounds) throws IOException {
        byte[] plain = new byte[length];
        new Random(number).nextBytes(plain);
        StoreOffer offer =
                new StoreOffer(
                        ShardId.random(),
                        KEYS.gen(),
                        FILE,
                        0,
                        number,
                        k,
                        6,
                        length,
                        VALIDATOR.address(),
                        MINER.address());
        ShardSealer sealer = new ShardSealer(KEYS, offer);
        sealer.update(plain, 0, plain.length);
        StoreTrailer trailer = sealer.finish(VALIDATOR);
        byte[] sealed = new SealStream(KEYS, offer, new ByteArrayInputStream(plain)).readAllBytes();
        ShardReceiver receiver = new ShardReceiver(offer, MINER.address());
        receiver.update(sealed, 0, sealed.length);
        ShardMeta meta = receiver.finish(trailer);
        Receipt receipt = Receipt.sign(meta.header(), MINER);
        return new ShardProof(
                StoreEvidence.of(offer, trailer, receipt), challenged(meta, sealed, rounds));
    }

    private static Transcript challenged(ShardMeta meta, byte[] sealed, int rounds)
            throws IOException {
        ShardTarget target = ShardTarget.of(meta.header());
        Verifier verifier = new Verifier(KEYS);
        SeedChain chain = SeedChain.start(meta.header().initial());
        Challenge.Previous previous = null;
        Transcript transcript = null;
        for (int round = 1; round <= rounds; round++) {
            Challenge challenge =
                    Challenge.issue(target, chain, previous, EPOCH, beacon(round), VALIDATOR);
            PreparedAnswer answer =
                    new Prover(MINER)
                            .answer(
                                    challenge,
                                    meta,
                                    (position, out, offset, count) ->
                                            System.arraycopy(
                                                    sealed, (int) position, out, offset, count));
            Audit audit = new Audit(verifier, target, challenge);
            Duration took = Duration.ofMillis(1);
            assertThat(audit.answer(ByteBuffer.wrap(answer.answer().encode()), took).passed())
                    .isTrue();
            assertThat(audit.opening(ByteBuffer.wrap(answer.opening().encode()), took).passed())
                    .isTrue();
            Audit.Outcome outcome = audit.conclude(VALIDATOR);
            chain = outcome.chain();
            previous = outcome.previous();
            transcript = outcome.transcript();
        }
        return transcript;
    }

    private static Beacon beacon(int number) {
        return new Beacon(3L * number, Hash.sha256(new byte[] {(byte) number}));
    }
}
