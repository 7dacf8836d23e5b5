package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.rpc.RpcException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why the chain refused a call, in words, with what to do about it. */
final class Refusal {

    private static final int INVALID_TRANSACTION = 1010;
    private static final int TEMPORARILY_BANNED = 1012;
    private static final int ALREADY_IMPORTED = 1013;
    private static final int PRIORITY_TOO_LOW = 1014;
    private static final Pattern CUSTOM = Pattern.compile("[Cc]ustom error: (\\d{1,3})");

    /** What subtensor's checks before the pool answer by number only. */
    private static final Map<Integer, String> CUSTOM_ERRORS =
            Map.ofEntries(
                    Map.entry(0, "ColdkeyInSwapSchedule"),
                    Map.entry(1, "StakeAmountTooLow"),
                    Map.entry(2, "BalanceTooLow"),
                    Map.entry(3, "SubnetNotExists"),
                    Map.entry(4, "HotkeyAccountDoesntExist"),
                    Map.entry(6, "RateLimitExceeded"),
                    Map.entry(10, "HotKeyNotRegisteredInNetwork"),
                    Map.entry(11, "InvalidIpAddress"),
                    Map.entry(12, "ServingRateLimitExceeded"),
                    Map.entry(13, "InvalidPort"),
                    Map.entry(15, "InvalidRevealRound"),
                    Map.entry(16, "CommitNotFound"),
                    Map.entry(17, "CommitBlockNotInRevealRange"),
                    Map.entry(18, "InputLengthsUnequal"),
                    Map.entry(19, "UidNotFound"));

    private static final Map<String, String> ADVICE =
            Map.ofEntries(
                    Map.entry(
                            "HotKeyNotRegisteredInNetwork",
                            "register it with filetao chain register"),
                    Map.entry("NotRegistered", "register it with filetao chain register"),
                    Map.entry(
                            "HotKeyNotRegisteredInSubNet",
                            "register it with filetao chain register"),
                    Map.entry("NeuronNoValidatorPermit", "add stake to the hotkey"),
                    Map.entry("NotEnoughStakeToSetWeights", "add stake to the hotkey"),
                    Map.entry("StakeAmountTooLow", "add stake to the hotkey"),
                    Map.entry("SettingWeightsTooFast", "it will be possible again in some blocks"),
                    Map.entry(
                            "CommittingWeightsTooFast", "it will be possible again in some blocks"),
                    Map.entry(
                            "TooManyUnrevealedCommits",
                            "wait until the chain has revealed earlier ones"),
                    Map.entry("IncorrectCommitRevealVersion", "update this program"),
                    Map.entry("InvalidRevealRound", "check that the node is in sync"),
                    Map.entry("RateLimitExceeded", "it will be possible again in some blocks"),
                    Map.entry(
                            "ServingRateLimitExceeded", "it will be possible again in some blocks"),
                    Map.entry("IncorrectWeightVersionKey", "update this program"),
                    Map.entry("BalanceTooLow", "add TAO to the coldkey"),
                    Map.entry("NotEnoughBalanceToStake", "add TAO to the coldkey"),
                    Map.entry("InvalidIpAddress", "announce an address that others can reach"),
                    Map.entry(
                            "SubNetRegistrationDisabled", "the subnet takes nobody at the moment"),
                    Map.entry("TooManyRegistrationsThisBlock", "try again with the next block"),
                    Map.entry("TooManyRegistrationsThisInterval", "try again in about an hour"));

    private Refusal() {}

    /** A call that failed in its block. */
    static RefusedException ofError(String call, String error) {
        String name = error.substring(error.indexOf('.') + 1);
        String advice = ADVICE.get(name);
        return new RefusedException(
                "The chain refused "
                        + call
                        + ": "
                        + name
                        + (advice == null ? "." : "; " + advice + "."));
    }

    /** A call that was not taken into the pool. */
    static RefusedException ofPool(String call, RpcException refusal) {
        Matcher custom = CUSTOM.matcher(refusal.detail());
        if (custom.find()) {
            int number = Integer.parseInt(custom.group(1));
            return ofError(call, CUSTOM_ERRORS.getOrDefault(number, "custom error " + number));
        }
        if (mentions(refusal, "inability to pay", "payment")) {
            return ofError(call, "BalanceTooLow");
        }
        if (refusal.code() == TEMPORARILY_BANNED) {
            return new RefusedException(
                    "The chain holds " + call + " back for some minutes; it can be tried later.",
                    refusal);
        }
        return new RefusedException(
                "The chain refused " + call + ": " + refusal.detail() + ".", refusal);
    }

    /** The very same bytes are in the pool or in a block. */
    static boolean isKnownAlready(RpcException refusal) {
        return refusal.code() == ALREADY_IMPORTED;
    }

    /** The nonce has been used, by this call or by another one. */
    static boolean isStale(RpcException refusal) {
        return refusal.code() == PRIORITY_TOO_LOW
                || refusal.code() == INVALID_TRANSACTION && mentions(refusal, "outdated", "stale");
    }

    /** The signature is over something else than the chain expects, as after an upgrade. */
    static boolean isBadSignature(RpcException refusal) {
        return refusal.code() == INVALID_TRANSACTION
                && mentions(refusal, "bad signature", "badproof");
    }

    private static boolean mentions(RpcException refusal, String... words) {
        String detail = refusal.detail().toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (detail.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
