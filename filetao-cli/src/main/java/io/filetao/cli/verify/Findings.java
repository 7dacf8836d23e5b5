package io.filetao.cli.verify;

import io.filetao.cli.output.Sizes;
import io.filetao.cli.output.Style;
import io.filetao.cli.output.Table;
import io.filetao.cli.verify.VerifyCommand.Trust;
import io.filetao.common.cid.Cid;
import io.filetao.common.proof.FileStatement;
import io.filetao.common.proof.ProofBundle;
import io.filetao.common.proof.ProofBundleVerifier;
import io.filetao.common.proof.ProofBundleVerifier.CheckedShard;
import io.filetao.common.proof.ProofBundleVerifier.Problem;
import io.filetao.common.proof.Transcript;
import io.filetao.common.proof.Verdict;
import io.filetao.common.wallet.Ss58Address;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a bundle.
 *
 * @param accepted whether it is genuine, complete, and from whom it must be
 * @param genuine whether every signature and proof in it is right
 * @param complete whether every segment has k proven shards
 * @param cid of the file; null when the bundle cannot be read
 * @param block height of the block that it is dated by
 * @param problems why it is not accepted, one sentence each
 */
record Findings(
        boolean accepted,
        boolean genuine,
        boolean complete,
        @Nullable String cid,
        long size,
        @Nullable String validator,
        long block,
        List<Segment> segments,
        List<Shard> shards,
        List<String> problems) {

    /** Segments without enough proofs that are named one by one. */
    private static final int MAX_NAMED = 20;

    /**
     * One segment.
     *
     * @param proven shards that passed their newest challenge and whose miner counts
     */
    record Segment(int index, int k, int n, int proven) {}

    /**
     * One shard.
     *
     * @param challenge number of its newest challenge, 0 when it was never challenged
     * @param block height of the beacon that the challenge was drawn with
     * @param result {@code proven}, {@code failed}, {@code not challenged}, {@code not counted} or {@code refused}
     * @param checked what was checked and found right
     * @param reason why it is refused
     */
    record Shard(
            int segment,
            int number,
            String miner,
            int challenge,
            long block,
            String result,
            List<String> checked,
            @Nullable String reason) {}

    static Findings unreadable(String why) {
        return new Findings(
                false, false, false, null, 0, null, 0, List.of(), List.of(), List.of(why));
    }

    static Findings of(ProofBundle bundle, Trust trust) {
        ProofBundleVerifier.Report report = ProofBundleVerifier.verify(bundle);
        FileStatement statement = bundle.statement();
        List<String> problems = new ArrayList<>();
        report.problems().forEach(problem -> problems.add(sentence(problem)));
        Cid cid = Cid.ofDigest(statement.digest());
        if (trust.file() != null && !trust.file().equals(cid)) {
            problems.add("The bundle is about another file, " + cid);
        }
        if (!trust.validators().isEmpty() && !trust.validators().contains(statement.validator())) {
            problems.add("The bundle is not signed by a validator that was named");
        }
        List<Segment> segments = segments(statement, report.shards(), trust);
        List<Segment> open =
                segments.stream().filter(segment -> segment.proven() < segment.k()).toList();
        open.stream()
                .limit(MAX_NAMED)
                .forEach(segment ->
                        problems.add(
                                "Segment %d has %d proven shards and needs %d"
                                        .formatted(
                                                segment.index(), segment.proven(), segment.k())));
        if (open.size() > MAX_NAMED) {
            problems.add("So have %d segments in all".formatted(open.size()));
        }
        return new Findings(
                problems.isEmpty(),
                report.genuine(),
                open.isEmpty(),
                cid.toString(),
                statement.size(),
                statement.validator().value(),
                statement.beacon().height(),
                segments,
                report.shards().stream()
                        .map(shard -> shard(shard, trust))
                        .sorted(
                                Comparator.comparingInt(Shard::segment)
                                        .thenComparingInt(Shard::number))
                        .toList(),
                problems);
    }

    void print(PrintWriter out) {
        if (this.cid != null) {
            out.println("file       %s, %s".formatted(this.cid, Sizes.human(this.size)));
            out.println("validator  %s, at block %d".formatted(this.validator, this.block));
        }
        if (!this.shards.isEmpty()) {
            Table table =
                    new Table(
                            ">segment",
                            ">shard",
                            "miner",
                            ">challenge",
                            ">block",
                            "result",
                            "checked");
            for (Shard shard : this.shards) {
                table.row(
                        shard.result().equals("proven") ? Style.GREEN : Style.RED,
                        Integer.toString(shard.segment()),
                        Integer.toString(shard.number()),
                        shard.miner(),
                        shard.challenge() == 0 ? "-" : Integer.toString(shard.challenge()),
                        shard.challenge() == 0 ? "-" : Long.toString(shard.block()),
                        shard.result(),
                        shard.reason() == null
                                ? String.join(", ", shard.checked())
                                : shard.reason());
            }
            table.print(out);
        }
        for (Segment segment : this.segments) {
            out.println(
                    "segment %d: %d of %d shards proven, %d needed"
                            .formatted(
                                    segment.index(), segment.proven(), segment.n(), segment.k()));
        }
        this.problems.forEach(problem -> out.println(Style.RED.of("problem: " + problem)));
        out.println(
                this.accepted
                        ? Style.GREEN.of("accepted")
                        : Style.RED.of(this.genuine ? "genuine, not accepted" : "refused"));
        out.flush();
    }

    private static List<Segment> segments(
            FileStatement statement, List<CheckedShard> shards, Trust trust) {
        int[] proven = new int[statement.segments().size()];
        for (CheckedShard shard : shards) {
            if (shard.proven() && counts(shard, trust)) {
                proven[shard.place().segment()]++;
            }
        }
        List<Segment> segments = new ArrayList<>();
        for (int s = 0; s < proven.length; s++) {
            FileStatement.Segment stated = statement.segments().get(s);
            segments.add(new Segment(s, stated.k(), stated.n(), proven[s]));
        }
        return segments;
    }

    private static boolean counts(CheckedShard shard, Trust trust) {
        return trust.miners().isEmpty() || trust.miners().contains(miner(shard));
    }

    private static Ss58Address miner(CheckedShard shard) {
        return shard.proof().store().header().miner();
    }

    private static Shard shard(CheckedShard shard, Trust trust) {
        Transcript transcript = shard.proof().transcript();
        return new Shard(
                shard.place().segment(),
                shard.place().number(),
                miner(shard).value(),
                transcript == null ? 0 : transcript.challenge().number(),
                transcript == null ? 0 : transcript.challenge().beacon().height(),
                result(shard, transcript, trust),
                shard.verdict().passed() ? checked(shard, transcript) : List.of(),
                shard.verdict() instanceof Verdict.Rejected rejected ? rejected.detail() : null);
    }

    private static String result(CheckedShard shard, @Nullable Transcript transcript, Trust trust) {
        if (!shard.verdict().passed()) {
            return "refused";
        }
        if (transcript == null) {
            return "not challenged";
        }
        if (!shard.proof().isProven()) {
            return "failed";
        }
        return counts(shard, trust) ? "proven" : "not counted";
    }

    private static List<String> checked(CheckedShard shard, @Nullable Transcript transcript) {
        List<String> checked = new ArrayList<>(List.of("header", "receipt"));
        if (transcript != null) {
            checked.add("chain");
            if (transcript.answer() != null) {
                checked.add("answer");
            }
            if (transcript.opening() != null) {
                checked.add("commitment");
                checked.add("2 segments");
            }
            if (shard.drawn()) {
                checked.add("draw");
            }
        }
        return checked;
    }

    private static String sentence(Problem problem) {
        String detail = problem.rejected().detail();
        return problem.place().segment() < 0
                ? detail
                : "Segment %d, shard %d: %s"
                        .formatted(problem.place().segment(), problem.place().number(), detail);
    }
}
