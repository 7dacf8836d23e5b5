package io.filetao.common.proof;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of an opening may be shown to everybody: never mu or sg, since enough of them give shard and tags back, but
 * their hash m, which K opens to with r, and the two segments.
 *
 * @param message {@code m = h2s("resp", rid, seed, mu, sg)}
 * @param blinding r
 */
public record PublicOpening(Scalar message, Scalar blinding, List<Spot> spots) {

    public PublicOpening {
        spots = List.copyOf(spots);
    }

    static @Nullable PublicOpening of(Challenge challenge, @Nullable Opening opening) {
        if (opening == null) {
            return null;
        }
        Response response = opening.response();
        return new PublicOpening(
                response.message(challenge.rid(), challenge.seed()),
                response.blinding(),
                opening.spots());
    }

    /** The public part of V1, and V3. */
    Verdict verify(ShardTarget shard, Challenge challenge, Commitment commitment) {
        if (!Pedersen.commit(this.message, this.blinding).equals(commitment)) {
            return Reason.COMMITMENT.rejected();
        }
        int[] spots = challenge.spots(shard.geometry());
        for (int s = 0; s < spots.length; s++) {
            Verdict verdict = this.spots.get(s).verify(shard, spots[s]);
            if (!verdict.passed()) {
                return verdict;
            }
        }
        return Verdict.ACCEPTED;
    }

    static PublicOpening read(MessageReader in) throws MalformedMessageException {
        Scalar message = in.scalar();
        Scalar blinding = in.scalar();
        List<Spot> spots = new ArrayList<>(Spots.COUNT);
        for (int s = 0; s < Spots.COUNT; s++) {
            spots.add(Spot.read(in));
        }
        return new PublicOpening(message, blinding, spots);
    }

    void write(MessageWriter out) {
        out.scalar(this.message).scalar(this.blinding);
        this.spots.forEach(spot -> spot.write(out));
    }
}
