package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.erasure.ReedSolomon;
import io.filetao.common.proof.Rig.HonestMiner;
import io.filetao.common.proof.Rig.RigMiner;
import io.filetao.common.wallet.Keypair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Miners that cheat, each as a miner's side of the protocol in its own right. */
final class CheatingMiners {

    private CheatingMiners() {}

    /** Signs and sends whatever linear answer and spots a cheat comes up with, correctly committed. */
    abstract static class Inventor implements RigMiner {

        final ShardHeader header;
        final Random random = new Random(99);
        Opening opening;

        Inventor(ShardHeader header) {
            this.header = header;
        }

        abstract Response respond(Challenge challenge);

        abstract Spot show(int segment);

        @Override
        public byte[] answer(Challenge challenge) {
            Response response = respond(challenge);
            List<Spot> spots = new ArrayList<>();
            for (int segment : challenge.spots(this.header.geometry())) {
                spots.add(show(segment));
            }
            this.opening = new Opening(challenge.rid(), challenge.number(), response, spots);
            Commitment commitment =
                    response.commit(response.message(challenge.rid(), challenge.seed()));
            return Answer.sign(challenge, commitment, Samples.MINER).encode();
        }

        @Override
        public byte[] open(OpeningRequest request) {
            return this.opening.encode();
        }

        long[] elements(int count) {
            return this.random.longs(count, 0, Field.P).toArray();
        }

        /** An invented segment under an invented tree of the right shape. */
        Spot invented(int segment) {
            int perGroup = ShardGeometry.GROUP_BYTES / ShardGeometry.SEGMENT_BYTES;
            int group = segment / perGroup;
            int count = Math.min(perGroup, this.header.geometry().segments() - group * perGroup);
            byte[] bytes = new byte[1024];
            this.random.nextBytes(bytes);
            List<Hash> inner = hashes(Merkle.pathLength(segment % perGroup, count));
            Hash groupRoot =
                    Merkle.fold(
                            new SegmentHasher().leaf(bytes, 0), segment % perGroup, count, inner);
            Scalar blinding = Scalar.reduce(bytes);
            Scalar message =
                    Scalar.hashed(
                            HashInput.of("leaf").add(this.header.rid()).add(group).add(groupRoot));
            return new Spot(
                    bytes,
                    inner,
                    Pedersen.commit(message, blinding),
                    blinding,
                    hashes(Merkle.pathLength(group, this.header.geometry().groups())));
        }

        private List<Hash> hashes(int count) {
            List<Hash> hashes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                hashes.add(Hash.sha256(new byte[] {(byte) this.random.nextInt()}));
            }
            return hashes;
        }
    }

    /** Kept nothing but the header and invents everything. */
    static final class EmptyDisk extends Inventor {

        EmptyDisk(Samples.Stored stored) {
            super(stored.meta().header());
        }

        @Override
        Response respond(Challenge challenge) {
            return Response.of(elements(1024), elements(4));
        }

        @Override
        Spot show(int segment) {
            return invented(segment);
        }
    }

    /** Kept every hash of every tree, and with {@code tags} the tags too, but not the bytes. */
    static final class HashesOnly extends Inventor {

        private final Samples.Stored stored;
        private final boolean tags;

        HashesOnly(Samples.Stored stored, boolean tags) {
            super(stored.meta().header());
            this.stored = stored;
            this.tags = tags;
        }

        @Override
        Response respond(Challenge challenge) {
            TagCombination sigma = new TagCombination();
            if (this.tags) {
                int blocks = this.header.geometry().blocks();
                sigma.add(
                        new Coefficients(challenge.seed()).next(blocks),
                        this.stored.meta().tags(),
                        0);
            }
            return Response.of(elements(1024), this.tags ? sigma.result() : elements(4));
        }

        @Override
        Spot show(int segment) {
            int piece = segment / ShardGeometry.SEGMENTS_PER_PIECE;
            int length = this.header.geometry().pieceBytes(piece);
            byte[] bytes =
                    Arrays.copyOfRange(
                            this.stored.sealed(), piece * 65_536, piece * 65_536 + length);
            Spot honest = Spot.of(this.stored.meta(), segment, bytes, length);
            return new Spot(
                    new byte[1024],
                    honest.inner(),
                    honest.commitment(),
                    honest.blinding(),
                    honest.outer());
        }
    }

    /** Answers correctly from bytes that are not those it was given. */
    static HonestMiner holding(Samples.Stored stored, byte[] instead) {
        return new HonestMiner(new Samples.Stored(stored.plain(), instead, stored.meta()));
    }

    static byte[] flipped(Samples.Stored stored, int bit) {
        byte[] bytes = stored.sealed().clone();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return bytes;
    }

    static byte[] withoutBlocks(Samples.Stored stored, int blocks, long seed) {
        byte[] bytes = stored.sealed().clone();
        Random random = new Random(seed);
        for (int i = 0; i < blocks; i++) {
            int at = 4096 * random.nextInt(bytes.length / 4096);
            Arrays.fill(bytes, at, at + 4096, (byte) 0);
        }
        return bytes;
    }

    /** The same shard as another miner holds it. */
    static byte[] sealedFor(Samples.Stored stored, Keypair miner) {
        StoreOffer own = stored.meta().header().offer();
        StoreOffer other =
                new StoreOffer(
                        own.rid(),
                        own.gen(),
                        own.fileId(),
                        own.segment(),
                        own.number(),
                        own.k(),
                        own.n(),
                        own.length(),
                        own.validator(),
                        miner.address());
        return Samples.sealed(other, stored.plain());
    }

    static byte[] padded(byte[] plain, int length) {
        return Arrays.copyOf(plain, length);
    }

    /** Fetches k other shards, decodes the code, and seals what comes out with a key of its own. */
    static byte[] rebuilt(Samples.Stored stored) {
        int length = stored.plain().length;
        ReedSolomon code = new ReedSolomon(2, 3);
        byte[][] cells = {stored.plain().clone(), Samples.bytes(length, 77), new byte[length]};
        code.encode(cells, length);
        cells[0] = null;
        code.decode(cells, length);
        if (!Arrays.equals(cells[0], stored.plain())) {
            throw new IllegalStateException("The code did not give the shard back");
        }
        AuditKeys guessed = AuditKeys.ofSeed(new byte[32], 0);
        StoreOffer offer = stored.meta().header().offer();
        try (InputStream seal =
                new SealStream(guessed, offer, new ByteArrayInputStream(cells[0]))) {
            return seal.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Sends what it sent in the first round again, as far as {@code renewed} says with new signatures and K. */
    static final class Replayer extends HonestMiner {

        enum Renewed {
            NOTHING,
            SIGNATURE,
            COMMITMENT
        }

        private final Renewed renewed;
        private PreparedAnswer first;

        Replayer(Samples.Stored stored, Renewed renewed) {
            super(stored);
            this.renewed = renewed;
        }

        @Override
        public byte[] answer(Challenge challenge) {
            if (this.first == null) {
                this.first = prepare(challenge);
                this.prepared = this.first;
                return this.first.answer().encode();
            }
            Opening old = this.first.opening();
            Commitment commitment =
                    this.renewed == Renewed.COMMITMENT
                            ? old.response()
                                    .commit(
                                            old.response()
                                                    .message(challenge.rid(), challenge.seed()))
                            : this.first.answer().commitment();
            Opening opening =
                    new Opening(challenge.rid(), challenge.number(), old.response(), old.spots());
            this.prepared =
                    this.renewed == Renewed.NOTHING
                            ? this.first
                            : new PreparedAnswer(
                                    Answer.sign(challenge, commitment, Samples.MINER), opening);
            return this.prepared.answer().encode();
        }
    }

    /** Guesses what the next challenge will be, computes the answer, and throws the shard away. */
    static final class Guesser extends HonestMiner {

        private final PreparedAnswer computed;

        Guesser(Samples.Stored stored, Challenge guess) {
            super(stored);
            this.computed = prepare(guess);
            this.data = null;
        }

        @Override
        public byte[] answer(Challenge challenge) {
            Response response = this.computed.opening().response();
            Commitment commitment =
                    response.commit(response.message(challenge.rid(), challenge.seed()));
            this.prepared =
                    new PreparedAnswer(
                            Answer.sign(challenge, commitment, Samples.MINER),
                            new Opening(
                                    challenge.rid(),
                                    challenge.number(),
                                    response,
                                    this.computed.opening().spots()));
            return this.prepared.answer().encode();
        }
    }

    /** Changes an honest answer before it is sent. */
    abstract static class Tamperer extends HonestMiner {

        Tamperer(Samples.Stored stored) {
            super(stored);
        }

        abstract PreparedAnswer tamper(Challenge challenge, PreparedAnswer honest);

        @Override
        public byte[] answer(Challenge challenge) {
            this.prepared = tamper(challenge, prepare(challenge));
            return this.prepared.answer().encode();
        }

        static PreparedAnswer committed(Challenge challenge, Response response, List<Spot> spots) {
            Commitment commitment =
                    response.commit(response.message(challenge.rid(), challenge.seed()));
            return new PreparedAnswer(
                    Answer.sign(challenge, commitment, Samples.MINER),
                    new Opening(challenge.rid(), challenge.number(), response, spots));
        }
    }

    /** Holds the bytes but lost the tags, and makes some up. */
    static Tamperer forgedSigma(Samples.Stored stored) {
        return new Tamperer(stored) {
            @Override
            PreparedAnswer tamper(Challenge challenge, PreparedAnswer honest) {
                long[] sigma = new Random(5).longs(4, 0, Field.P).toArray();
                Response forged = Response.of(honest.opening().response().muElements(), sigma);
                return committed(challenge, forged, honest.opening().spots());
            }
        };
    }

    /** Commits to one thing and opens another. */
    static Tamperer swappedCommitment(Samples.Stored stored) {
        return new Tamperer(stored) {
            @Override
            PreparedAnswer tamper(Challenge challenge, PreparedAnswer honest) {
                Commitment other =
                        Pedersen.commit(
                                Scalar.reduce(new byte[] {7}), Scalar.reduce(new byte[] {9}));
                return new PreparedAnswer(
                        Answer.sign(challenge, other, Samples.MINER), honest.opening());
            }
        };
    }

    /** Kept every other segment and tries blindings until the spots fall on those. */
    static final class Grinder extends Inventor {

        private final Samples.Stored stored;
        int tries;
        boolean moved;

        Grinder(Samples.Stored stored) {
            super(stored.meta().header());
            this.stored = stored;
        }

        @Override
        Response respond(Challenge challenge) {
            int[] wanted = challenge.spots(this.header.geometry());
            Response response = Response.of(elements(1024), elements(4));
            for (this.tries = 0; this.tries < 50; this.tries++) {
                response = Response.of(response.muElements(), response.sigmaElements());
                this.moved |= !Arrays.equals(wanted, challenge.spots(this.header.geometry()));
            }
            return response;
        }

        @Override
        Spot show(int segment) {
            int piece = segment / ShardGeometry.SEGMENTS_PER_PIECE;
            int length = this.header.geometry().pieceBytes(piece);
            byte[] kept =
                    Arrays.copyOfRange(
                            this.stored.sealed(), piece * 65_536, piece * 65_536 + length);
            for (int at = 1024; at < length; at += 2048) {
                Arrays.fill(kept, at, at + 1024, (byte) 0);
            }
            return Spot.of(this.stored.meta(), segment, kept, length);
        }
    }

    /** Shows segments of another shard that it does hold. */
    static Tamperer foreignSegments(Samples.Stored stored, Samples.Stored other) {
        return new Tamperer(stored) {
            @Override
            PreparedAnswer tamper(Challenge challenge, PreparedAnswer honest) {
                HonestMiner elsewhere = new HonestMiner(other);
                return committed(
                        challenge,
                        honest.opening().response(),
                        elsewhere.prepare(challenge).opening().spots());
            }
        };
    }

    /** Shows the right shard, but the neighbouring segments. */
    static Tamperer wrongSegments(Samples.Stored stored) {
        return new Tamperer(stored) {
            @Override
            PreparedAnswer tamper(Challenge challenge, PreparedAnswer honest) {
                List<Spot> swapped = new ArrayList<>(honest.opening().spots());
                swapped.add(swapped.removeFirst());
                return committed(challenge, honest.opening().response(), swapped);
            }
        };
    }

    /** Honest but slow, because it fetches the bytes from far away first. */
    static HonestMiner late(Samples.Stored stored, Duration answer, Duration opening) {
        return new HonestMiner(stored) {
            @Override
            public Duration answerTook() {
                return answer;
            }

            @Override
            public Duration openingTook() {
                return opening;
            }
        };
    }

    /** Sends bytes of its own making as answer, opening, or both. */
    static HonestMiner sending(Samples.Stored stored, byte[] answer, byte[] opening) {
        return new HonestMiner(stored) {
            @Override
            public byte[] answer(Challenge challenge) {
                byte[] honest = super.answer(challenge);
                return answer == null ? honest : answer;
            }

            @Override
            public byte[] open(OpeningRequest request) {
                return opening == null ? super.open(request) : opening;
            }
        };
    }

    /** As much of an endless stream as a careful reader takes: one byte more than is allowed. */
    static byte[] endless(int limit) {
        InputStream stream =
                new InputStream() {
                    @Override
                    public int read() {
                        return 1;
                    }
                };
        try {
            return stream.readNBytes(limit + 1);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** An element of mu that is congruent but not below p. */
    static Tamperer nonCanonical(Samples.Stored stored) {
        return new Tamperer(stored) {
            @Override
            PreparedAnswer tamper(Challenge challenge, PreparedAnswer honest) {
                long[] mu = honest.opening().response().muElements();
                mu[17] = Field.P + 3;
                Response changed = Response.of(mu, honest.opening().response().sigmaElements());
                return committed(challenge, changed, honest.opening().spots());
            }
        };
    }

    /** A commitment that is no point. */
    static Tamperer notAPoint(Samples.Stored stored, byte[] point) {
        return new Tamperer(stored) {
            @Override
            PreparedAnswer tamper(Challenge challenge, PreparedAnswer honest) {
                return new PreparedAnswer(
                        Answer.sign(challenge, Commitment.of(point), Samples.MINER),
                        honest.opening());
            }
        };
    }

    /** A group's commitment that is no point. */
    static Tamperer groupNotAPoint(Samples.Stored stored) {
        return new Tamperer(stored) {
            @Override
            PreparedAnswer tamper(Challenge challenge, PreparedAnswer honest) {
                List<Spot> spots = new ArrayList<>();
                for (Spot spot : honest.opening().spots()) {
                    spots.add(
                            new Spot(
                                    spot.segment(),
                                    spot.inner(),
                                    Commitment.of(new byte[33]),
                                    spot.blinding(),
                                    spot.outer()));
                }
                return committed(challenge, honest.opening().response(), spots);
            }
        };
    }
}
