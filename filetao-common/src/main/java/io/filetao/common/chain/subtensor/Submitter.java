package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.extrinsic.Outcome;
import io.filetao.common.chain.extrinsic.SignedExtrinsic;
import io.filetao.common.chain.extrinsic.SigningContext;
import io.filetao.common.chain.metadata.Value;
import io.filetao.common.chain.rpc.RpcClient;
import io.filetao.common.chain.rpc.RpcException;
import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.chain.scale.MortalEra;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Signs calls, sends them, and finds out what became of them.
 *
 * <p>One key has one call under way at a time, so its nonces are in order. When the connection breaks while a call is sent, the
 * same bytes are sent again: the chain takes them once. A stale nonce or a runtime that was upgraded meanwhile makes a new
 * signature, after it is certain that the old one can no longer count for the same nonce.
 */
final class Submitter {

    private static final Logger LOG = LoggerFactory.getLogger(Submitter.class);
    private static final int ERA_BLOCKS = 64;
    private static final int ATTEMPTS = 3;
    private static final int RESCANNED = 3;

    private final RpcClient rpc;
    private final Heads heads;
    private final Duration longest;
    private final Duration poll;
    private final Map<Ss58Address, ReentrantLock> keys = new ConcurrentHashMap<>();

    /**
     * @param longest time until a call must be in a block
     * @param poll time after which the node is asked for its newest block when it tells nothing by itself
     */
    Submitter(RpcClient rpc, Heads heads, Duration longest, Duration poll) {
        this.rpc = rpc;
        this.heads = heads;
        this.longest = longest;
        this.poll = poll;
    }

    /** Has a call of the subnets included, and answers only when it took effect. */
    Inclusion submit(Signer signer, String call, Map<String, Value> arguments) {
        ReentrantLock key =
                this.keys.computeIfAbsent(signer.address(), address -> new ReentrantLock(true));
        try {
            key.lockInterruptibly();
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
        try {
            for (int attempt = 1; ; attempt++) {
                Optional<Inclusion> included =
                        attempt(signer, call, arguments, attempt == ATTEMPTS);
                if (included.isPresent()) {
                    return included.get();
                }
                LOG.info("The chain has moved on; signing {} again", call);
            }
        } finally {
            key.unlock();
        }
    }

    /** Empty when the call has to be signed again. */
    private Optional<Inclusion> attempt(
            Signer signer, String call, Map<String, Value> arguments, boolean last) {
        ChainState state = this.heads.newest();
        long head = this.heads.number(state.block());
        long deadline = System.nanoTime() + this.longest.toNanos();
        MortalEra era = MortalEra.of(ERA_BLOCKS, head);
        SignedExtrinsic extrinsic = sign(signer, call, arguments, state, head, era);
        boolean doubtful = false;
        while (true) {
            try {
                this.rpc.once("author_submitExtrinsic", extrinsic.hex());
                break;
            } catch (RpcException refusal) {
                boolean outdated = Refusal.isStale(refusal) || Refusal.isBadSignature(refusal);
                if (Refusal.isKnownAlready(refusal) || doubtful && outdated) {
                    break;
                }
                if (!last && (outdated || !doubtful && isUpgraded(state))) {
                    rest();
                    return Optional.empty();
                }
                throw Refusal.ofPool(call, refusal);
            } catch (ChainException unknown) {
                doubtful = true;
                if (Thread.currentThread().isInterrupted() || System.nanoTime() > deadline) {
                    throw unknown;
                }
                rest();
            }
        }
        return Optional.of(await(call, extrinsic.hex(), head, era.death(head), deadline));
    }

    /** A new runtime may refuse what was signed for the old one in any words. */
    private boolean isUpgraded(ChainState signedAt) {
        return this.heads.newest().runtime().specVersion() != signedAt.runtime().specVersion();
    }

    private SignedExtrinsic sign(
            Signer signer,
            String call,
            Map<String, Value> arguments,
            ChainState state,
            long head,
            MortalEra era) {
        byte[] encoded;
        try {
            encoded = state.metadata().encodeCall(ChainState.SUBTENSOR, call, arguments);
        } catch (IllegalArgumentException otherCall) {
            throw new ChainException(
                    "This chain has no "
                            + call
                            + " as this version knows it; update it. "
                            + otherCall.getMessage(),
                    otherCall);
        }
        long birth = era.birth(head);
        Hash born =
                birth == head
                        ? state.block()
                        : Json.hash(this.rpc.ask("chain_getBlockHash", birth));
        long nonce = this.rpc.ask("system_accountNextIndex", signer.address().value()).asLong(-1);
        if (nonce < 0) {
            throw new MalformedScaleException("The nonce of a key is missing");
        }
        return SignedExtrinsic.sign(
                new SigningContext(
                        state.metadata(),
                        state.runtime().specVersion(),
                        state.runtime().transactionVersion(),
                        this.rpc.genesis().orElseThrow(),
                        era,
                        born),
                nonce,
                encoded,
                signer);
    }

    /** Looks for the call in each new block; the last few are looked at again, for they may have been replaced. */
    private Inclusion await(String call, String hex, long signedAt, long death, long deadline) {
        Set<Hash> searched = new HashSet<>();
        long from = signedAt + 1;
        while (true) {
            long newest = this.heads.newestNumber();
            for (long number = from; number <= newest; number++) {
                JsonNode hash = this.rpc.ask("chain_getBlockHash", number);
                if (!hash.isNull() && searched.add(Json.hash(hash))) {
                    int index = place(hex, Json.hash(hash));
                    if (index >= 0) {
                        return included(call, number, Json.hash(hash), index);
                    }
                }
            }
            from = Math.max(signedAt + 1, newest + 1 - RESCANNED);
            if (newest >= death || System.nanoTime() > deadline) {
                throw new ChainException(
                        "The chain did not include "
                                + call
                                + " in time (blocks "
                                + (signedAt + 1)
                                + " to "
                                + newest
                                + "); it can be tried again.");
            }
            pause(newest);
        }
    }

    private int place(String hex, Hash block) {
        JsonNode extrinsics =
                this.rpc.ask("chain_getBlock", Json.hex(block)).path("block").path("extrinsics");
        for (int i = 0; i < extrinsics.size(); i++) {
            if (hex.equalsIgnoreCase(extrinsics.get(i).asString(""))) {
                return i;
            }
        }
        return -1;
    }

    private Inclusion included(String call, long number, Hash block, int index) {
        ChainState after = this.heads.at(block);
        Value events = after.find("System", "Events").orElseThrow();
        return switch (Outcome.of(after.metadata(), events, index)) {
            case Outcome.Success success -> new Inclusion(number, after);
            case Outcome.Failure(String error) -> throw Refusal.ofError(call, error);
        };
    }

    private void pause(long above) {
        try {
            this.heads.await(above, this.poll);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private void rest() {
        try {
            Thread.sleep(this.poll);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static ChainException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new ChainException("The call to the chain was interrupted.", interrupted);
    }
}
