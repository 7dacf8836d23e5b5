package io.filetao.common.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a bundle with nothing but the bundle: signatures, receipts, chains, the public part of V1, and V3. That the
 * answers also fitted the secret tags (V2) and came in time is the validator's signed word.
 */
public final class ProofBundleVerifier {

    private static final Place FILE = new Place(-1, -1);

    private ProofBundleVerifier() {}

    /**
     * What was found.
     *
     * @param shards every shard proof, in the order of the bundle
     * @param problems everything that is not as it must be; a single one makes the bundle worthless
     * @param proven for each segment, how many shards passed their newest challenge
     * @param complete whether every segment has k proven shards
     */
    public record Report(
            List<CheckedShard> shards,
            List<Problem> problems,
            List<Integer> proven,
            boolean complete) {

        /** Whether all signatures and proofs are right, whatever they prove. */
        public boolean genuine() {
            return this.problems.isEmpty();
        }
    }

    /**
     * One shard proof and what was found of it.
     *
     * @param verdict whether everything shown is genuine
     * @param drawn whether the challenge was seen to be drawn with its epoch's revealed key
     */
    public record CheckedShard(Place place, ShardProof proof, Verdict verdict, boolean drawn) {

        /** Whether it is genuine and shows a passed challenge. */
        public boolean proven() {
            return this.verdict.passed() && this.proof.isProven();
        }
    }

    /** A finding, about a shard or, with a negative place, about the whole file. */
    public record Problem(Place place, Verdict.Rejected rejected) {}

    /** Segment and shard number. */
    public record Place(int segment, int number) {}

    /** Checks everything and stops at nothing. */
    public static Report verify(ProofBundle bundle) {
        List<Problem> problems = new ArrayList<>();
        FileStatement statement = bundle.statement();
        if (!statement.isSigned()) {
            problems.add(problem(FILE, "The statement is not signed by its validator"));
        }
        if (size(statement) != statement.size()) {
            problems.add(problem(FILE, "The segments do not add up to the file"));
        }
        Map<Integer, EpochKey> keys = new HashMap<>();
        bundle.revealed().forEach(key -> keys.put(key.epoch(), key));
        Set<Integer> unused = new HashSet<>(keys.keySet());
        if (keys.size() != bundle.revealed().size()) {
            problems.add(problem(FILE, "An epoch's key is revealed twice"));
        }
        int[] proven = new int[statement.segments().size()];
        List<CheckedShard> shards = new ArrayList<>(bundle.shards().size());
        Set<Place> seen = new HashSet<>();
        for (ShardProof proof : bundle.shards()) {
            StoreOffer offer = proof.store().header().offer();
            Place place = new Place(offer.segment(), offer.number());
            Verdict verdict = check(statement, proof, keys);
            if (verdict.passed() && !seen.add(place)) {
                verdict = Reason.WRONG_SUBJECT.rejected("The shard stands in the bundle twice");
            }
            Transcript transcript = proof.transcript();
            boolean drawn = transcript != null && keys.containsKey(transcript.challenge().epoch());
            CheckedShard checked = new CheckedShard(place, proof, verdict, drawn);
            shards.add(checked);
            if (verdict instanceof Verdict.Rejected rejected) {
                problems.add(new Problem(place, rejected));
            } else if (checked.proven()) {
                proven[offer.segment()]++;
            }
            if (transcript != null) {
                unused.remove(transcript.challenge().epoch());
            }
        }
        if (!unused.isEmpty()) {
            problems.add(problem(FILE, "A key is revealed that no challenge was made with"));
        }
        return report(statement, shards, problems, proven);
    }

    private static Verdict check(
            FileStatement statement, ShardProof proof, Map<Integer, EpochKey> keys) {
        StoreOffer offer = proof.store().header().offer();
        if (!offer.validator().equals(statement.validator())
                || !offer.fileId().equals(statement.fileId())
                || offer.segment() >= statement.segments().size()
                || offer.k() != statement.segments().get(offer.segment()).k()
                || offer.n() != statement.segments().get(offer.segment()).n()) {
            return Reason.WRONG_SUBJECT.rejected("The shard does not belong to the file");
        }
        Transcript transcript = proof.transcript();
        EpochKey key = transcript == null ? null : keys.get(transcript.challenge().epoch());
        if (transcript != null && key != null && !transcript.challenge().isDrawnWith(key)) {
            return Reason.WRONG_SUBJECT.rejected(
                    "The challenge was not drawn with its epoch's key");
        }
        return proof.verify();
    }

    private static Report report(
            FileStatement statement,
            List<CheckedShard> shards,
            List<Problem> problems,
            int[] proven) {
        List<Integer> counts = new ArrayList<>(proven.length);
        boolean complete = true;
        for (int s = 0; s < proven.length; s++) {
            counts.add(proven[s]);
            complete &= proven[s] >= statement.segments().get(s).k();
        }
        return new Report(
                List.copyOf(shards), List.copyOf(problems), List.copyOf(counts), complete);
    }

    private static long size(FileStatement statement) {
        return statement.segments().stream().mapToLong(FileStatement.Segment::size).sum();
    }

    private static Problem problem(Place place, String detail) {
        return new Problem(place, new Verdict.Rejected(Reason.WRONG_SUBJECT, detail));
    }
}
