package io.filetao.api.network;

import io.filetao.api.web.Blocking;
import io.filetao.api.web.PageView;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.index.FileIndex;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.stats.Standing;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.Tier;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The calls about the chain and its nodes. */
@RestController
@RequestMapping("/api/v1/network")
@Tag(name = "Network", description = "The subnet, its miners and its validators.")
final class NetworkController {

    private final MetagraphCache metagraph;
    private final MinerDirectory miners;
    private final Subtensor chain;
    private final FileIndex index;
    private final ScoreBook book;
    private final TierTable tiers;
    private final Keypair self;
    private final FileCensus files;
    private final Blocking blocking;

    NetworkController(
            MetagraphCache metagraph,
            MinerDirectory miners,
            Subtensor chain,
            FileIndex index,
            ScoreBook book,
            RewardRules rules,
            Keypair self,
            FileCensus files,
            Blocking blocking) {
        this.metagraph = metagraph;
        this.miners = miners;
        this.chain = chain;
        this.index = index;
        this.book = book;
        this.tiers = rules.table();
        this.self = self;
        this.files = files;
        this.blocking = blocking;
    }

    @GetMapping
    @Operation(
            operationId = "showNetwork",
            summary = "See the network at a glance",
            description = "Block, epoch and totals as this node knows them.")
    @ApiResponse(responseCode = "200", description = "The network now.")
    Mono<NetworkView> network() {
        return this.blocking.call(() -> {
            Metagraph now = this.metagraph.metagraph();
            Hyperparameters rules = this.chain.hyperparameters();
            List<Miner> eligible = this.miners.eligible();
            Map<Ss58Address, Standing> standings = standings(eligible);
            List<Tier> tiers =
                    eligible.stream()
                            .map(miner -> standing(miner, now, standings).tier())
                            .map(name -> this.tiers.named(name).orElse(this.tiers.lowest()))
                            .toList();
            return new NetworkView(
                    now.netuid(),
                    now.block().number(),
                    now.block().time(),
                    (now.block().number() + now.netuid() + 1) / (rules.tempo() + 1),
                    rules.tempo(),
                    this.self.address().value(),
                    eligible.size(),
                    validators(now).size(),
                    eligible.stream()
                            .mapToLong(miner -> this.index.usedBytes(miner.hotkey()))
                            .sum(),
                    tiers.stream().mapToLong(Tier::storageLimit).sum(),
                    tiers.stream()
                            .collect(Collectors.groupingBy(Tier::name, Collectors.counting())),
                    this.files.totals());
        });
    }

    @GetMapping("/miners")
    @Operation(
            operationId = "listMiners",
            summary = "List the miners",
            description = "Every miner that may hold shards, by uid.")
    @ApiResponse(responseCode = "200", description = "All miners.")
    Mono<PageView<MinerView>> miners() {
        return this.blocking.call(() -> {
            Set<Miner> answering = Set.copyOf(this.miners.answering());
            List<Miner> eligible = this.miners.eligible();
            Metagraph now = this.metagraph.metagraph();
            Map<Ss58Address, Standing> standings = standings(eligible);
            return PageView.whole(
                    eligible.stream()
                            .map(miner ->
                                    describe(miner, now, standings, answering.contains(miner)))
                            .toList());
        });
    }

    @GetMapping("/miners/{hotkey}")
    @Operation(
            operationId = "showMiner",
            summary = "See one miner",
            description = "What this node knows of a miner.")
    @ApiResponse(responseCode = "200", description = "The miner.")
    Mono<MinerView> miner(
            @Parameter(
                            description = "Hotkey of the miner.",
                            example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
                    @PathVariable
                    String hotkey) {
        Ss58Address address = address(hotkey);
        return this.blocking.call(() -> {
            Optional<Miner> known = this.miners.find(address);
            return known.map(miner ->
                            describe(
                                    miner,
                                    this.metagraph.metagraph(),
                                    standings(List.of(miner)),
                                    this.miners.answering().contains(miner)))
                    .orElseThrow(() ->
                            new ProblemException(
                                    ProblemType.NOT_FOUND,
                                    "No miner with the hotkey %s serves on this subnet."
                                            .formatted(address)));
        });
    }

    @GetMapping("/validators")
    @Operation(
            operationId = "listValidators",
            summary = "List the validators",
            description = "Every neuron with a permit and enough stake, by uid.")
    @ApiResponse(responseCode = "200", description = "All validators.")
    Mono<PageView<ValidatorView>> validators() {
        return this.blocking.call(() -> PageView.whole(validators(this.metagraph.metagraph())));
    }

    @GetMapping("/tiers")
    @Operation(
            operationId = "listTiers",
            summary = "List the tiers",
            description = "Every class of miners, the highest first.")
    @ApiResponse(responseCode = "200", description = "All tiers.")
    Mono<PageView<TierView>> tiers() {
        return Mono.just(PageView.whole(this.tiers.tiers().stream().map(TierView::of).toList()));
    }

    private MinerView describe(
            Miner miner, Metagraph now, Map<Ss58Address, Standing> standings, boolean answering) {
        Standing standing = standing(miner, now, standings);
        return MinerView.of(
                miner,
                standing,
                this.tiers.named(standing.tier()).orElse(this.tiers.lowest()),
                this.index.usedBytes(miner.hotkey()),
                answering);
    }

    /** A record of an earlier registration of the hotkey is none. */
    private Standing standing(Miner miner, Metagraph now, Map<Ss58Address, Standing> standings) {
        long since = now.neuron(miner.hotkey()).map(Neuron::registeredAt).orElse(0L);
        Standing kept = standings.get(miner.hotkey());
        return kept != null && kept.since() == since
                ? kept
                : Standing.fresh(since, this.tiers.lowest().name(), now.block().number());
    }

    private Map<Ss58Address, Standing> standings(List<Miner> miners) {
        return this.book.findAll(miners.stream().map(Miner::hotkey).toList());
    }

    private static List<ValidatorView> validators(Metagraph metagraph) {
        return metagraph.neurons().stream()
                .filter(MinerDirectory::isValidator)
                .map(ValidatorView::of)
                .toList();
    }

    private static Ss58Address address(String text) {
        try {
            return new Ss58Address(text);
        } catch (IllegalArgumentException malformed) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, malformed.getMessage() + ".", malformed);
        }
    }
}
