package io.filetao.cli.demo;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.cli.output.Sizes;
import io.filetao.cli.output.Style;
import io.filetao.cli.output.Table;
import io.filetao.common.client.FileHealthReport;
import io.filetao.common.client.FileHealthReport.Segment;
import io.filetao.common.client.FileHealthReport.Shard;
import io.filetao.common.crypto.Hash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The story: everything that it claims is looked up or measured, and it ends well only if all of it was true. */
final class Demo {

    private final LocalNetwork network;
    private final DemoUser user;
    private final Narrator narrator;
    private final Map<String, LocalNode> miners;
    private boolean allTrue = true;

    Demo(LocalNetwork network, DemoUser user, Narrator narrator) {
        this.network = network;
        this.user = user;
        this.narrator = narrator;
        this.miners =
                network.miners().stream()
                        .collect(
                                Collectors.toMap(
                                        miner -> miner.hotkey().value(), Function.identity()));
    }

    /** Tells the story of some files. Answers whether everything was as it should be. */
    boolean tell(List<Path> files) throws IOException {
        List<StoredSample> stored = new ArrayList<>();
        this.narrator.chapter("Store");
        for (Path file : files) {
            stored.add(store(file));
        }
        this.narrator.chapter("Who holds what");
        Set<LocalNode> holders = new LinkedHashSet<>();
        for (StoredSample sample : stored) {
            holders.addAll(showHolders(sample));
        }
        this.narrator.chapter("Two miners vanish");
        List<LocalNode> victims = holders.stream().limit(2).toList();
        victims.forEach(LocalNode::kill);
        this.narrator.say(
                "Stopped without warning: "
                        + victims.stream().map(LocalNode::name).collect(Collectors.joining(", ")));
        this.narrator.chapter("Retrieve");
        for (StoredSample sample : stored) {
            retrieve(sample);
        }
        return this.allTrue;
    }

    private StoredSample store(Path file) throws IOException {
        Instant start = Instant.now();
        StoredSample sample = this.user.store(file);
        FileHealthReport health = this.user.health(sample.cid());
        Segment first = health.segments().isEmpty() ? null : health.segments().getFirst();
        this.narrator.say(
                sample.name()
                        + ", "
                        + Sizes.human(sample.size())
                        + ": encrypted, sealed and spread in "
                        + Narrator.seconds(Duration.between(start, Instant.now())));
        this.narrator.say(Style.CYAN.of(sample.cid().toString()));
        if (first != null) {
            this.narrator.say(
                    health.segments().size()
                            + (health.segments().size() == 1 ? " segment" : " segments")
                            + ", each coded into "
                            + first.n()
                            + " shards of which any "
                            + first.k()
                            + " give it back");
        }
        return sample;
    }

    /** Prints who holds a file and answers the holders, first those of its first segment. */
    private List<LocalNode> showHolders(StoredSample sample) throws IOException {
        Table table =
                new Table("file", ">segment", ">shard", ">uid", "miner", "status", "last proof");
        List<LocalNode> holders = new ArrayList<>();
        for (Segment segment : this.user.health(sample.cid()).segments()) {
            for (Shard shard : segment.shards()) {
                LocalNode miner = this.miners.get(shard.hotkey());
                if (miner != null) {
                    holders.add(miner);
                }
                table.row(
                        sample.name(),
                        String.valueOf(segment.index()),
                        String.valueOf(shard.number()),
                        shard.uid() == null ? "-" : String.valueOf(shard.uid()),
                        miner == null ? "-" : miner.name(),
                        shard.status(),
                        shard.lastProof() == null ? "-" : ago(shard.lastProof()));
            }
            check(
                    segment.proven() >= segment.k(),
                    "Segment "
                            + segment.index()
                            + ": "
                            + segment.proven()
                            + " of "
                            + segment.n()
                            + " shards are proven");
        }
        this.narrator.show(table);
        return holders;
    }

    private void retrieve(StoredSample sample) throws IOException {
        Path target = this.network.directory().resolve("retrieved");
        Instant start = Instant.now();
        this.user.retrieve(sample.cid(), target);
        this.narrator.say(
                sample.name()
                        + ", "
                        + Sizes.human(Files.size(target))
                        + ": collected, checked and decrypted in "
                        + Narrator.seconds(Duration.between(start, Instant.now())));
        Hash digest = Sample.sha256(target);
        this.narrator.say("sha256 before " + sample.digest());
        this.narrator.say("sha256 after  " + digest);
        check(digest.equals(sample.digest()), "The bytes are the same");
        Files.delete(target);
    }

    private void check(boolean isTrue, String claim) {
        if (isTrue) {
            this.narrator.proven(claim);
        } else {
            this.narrator.failed(claim);
            this.allTrue = false;
        }
    }

    private static String ago(Instant then) {
        return Narrator.seconds(Duration.between(then, Instant.now())) + " ago";
    }
}
