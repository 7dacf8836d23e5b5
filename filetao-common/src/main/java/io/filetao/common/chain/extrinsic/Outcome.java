package io.filetao.common.chain.extrinsic;

import io.filetao.common.chain.metadata.Metadata;
import io.filetao.common.chain.metadata.Value;
import io.filetao.common.chain.scale.MalformedScaleException;
import java.util.Optional;

/** What became of a call that is in a block; the chain says it only in the events of that block. */
public sealed interface Outcome {

    /** The call did what it says. */
    record Success() implements Outcome {}

    /**
     * The call changed nothing.
     *
     * @param error its name, {@code Pallet.Name} where a pallet raised it
     */
    record Failure(String error) implements Outcome {}

    /**
     * Looks a call up among the events of its block.
     *
     * @param events value of {@code System.Events} at the block
     * @param index place of the call in the block
     * @throws MalformedScaleException when there is no word of it
     */
    static Outcome of(Metadata metadata, Value events, int index) {
        for (Value event : events.items()) {
            Value phase = event.get("phase");
            Value system = event.get("event");
            if (!phase.choice().equals("ApplyExtrinsic")
                    || phase.content().intValue() != index
                    || !system.choice().equals("System")) {
                continue;
            }
            switch (system.content().choice()) {
                case "ExtrinsicSuccess" -> {
                    return new Success();
                }
                case "ExtrinsicFailed" -> {
                    return new Failure(name(metadata, system.content().get("dispatch_error")));
                }
                default -> {}
            }
        }
        throw new MalformedScaleException("The events say nothing of call " + index);
    }

    private static String name(Metadata metadata, Value error) {
        if (!error.choice().equals("Module")) {
            return error.content() instanceof Value.Choice inner
                    ? error.choice() + "." + inner.name()
                    : error.choice();
        }
        Value module = error.content();
        Optional<Value> number = module.find("error");
        int index =
                switch (number.orElseThrow(() -> new MalformedScaleException("No error number"))) {
                    case Value.Bytes(byte[] bytes) when bytes.length > 0 -> bytes[0] & 0xff;
                    case Value other -> other.intValue();
                };
        return metadata.error(module.get("index").intValue(), index);
    }
}
