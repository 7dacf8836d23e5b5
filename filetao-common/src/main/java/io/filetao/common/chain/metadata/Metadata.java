package io.filetao.common.chain.metadata;

import io.filetao.common.chain.scale.ScaleWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a runtime says of itself, in the forms V14 and V15.
 *
 * <p>Every index of a pallet, a call, an event or an error is looked up here by its name, for they differ between runtimes.
 *
 * @param version 14 or 15
 * @param pallets by name
 * @param extensions in the order in which they are sent and signed
 * @param runtimeCalls by {@code Api_method}; none in V14
 */
public record Metadata(
        int version,
        TypeRegistry types,
        Map<String, Pallet> pallets,
        List<SignedExtension> extensions,
        Map<String, RuntimeCall> runtimeCalls) {

    /**
     * Reads metadata as a node answers it.
     *
     * @throws io.filetao.common.chain.scale.MalformedScaleException when it is something else
     */
    public static Metadata parse(byte[] bytes) {
        return new MetadataReader(bytes).read();
    }

    public Optional<Pallet> pallet(String name) {
        return Optional.ofNullable(this.pallets.get(name));
    }

    /** A storage item, empty when this runtime has none of that name. */
    public Optional<StorageItem> storage(String pallet, String item) {
        return pallet(pallet).map(found -> found.storage().get(item));
    }

    /** A call, empty when this runtime has none of that name. */
    public Optional<Variant> call(String pallet, String call) {
        return pallet(pallet).flatMap(found -> variant(found.calls(), call));
    }

    /**
     * A call with its arguments, ready to be signed.
     *
     * @throws IllegalArgumentException when this runtime has no such call or it takes other arguments
     */
    public byte[] encodeCall(String pallet, String call, Map<String, Value> arguments) {
        Pallet holder = this.pallets.get(pallet);
        Variant definition = call(pallet, call).orElse(null);
        if (holder == null || definition == null) {
            throw new IllegalArgumentException("The chain has no call " + pallet + "." + call);
        }
        ScaleWriter out = new ScaleWriter().u8(holder.index()).u8(definition.index());
        ValueWriter values = new ValueWriter(this.types, out);
        for (Field field : definition.fields()) {
            Value argument = arguments.get(field.name());
            if (argument == null || definition.fields().size() != arguments.size()) {
                throw new IllegalArgumentException(
                        "The chain's call "
                                + pallet
                                + "."
                                + call
                                + " takes "
                                + definition.fields().stream().map(Field::name).toList());
            }
            values.write(field.type(), argument, 0);
        }
        return out.bytes();
    }

    /** Name of an error, {@code Pallet.Name}; its numbers when they are not known. */
    public String error(int palletIndex, int errorIndex) {
        return this.pallets.values().stream()
                .filter(pallet -> pallet.index() == palletIndex)
                .findFirst()
                .flatMap(pallet ->
                        errors(pallet).stream()
                                .filter(error -> error.index() == errorIndex)
                                .map(error -> pallet.name() + "." + error.name())
                                .findFirst())
                .orElse("error " + errorIndex + " of pallet " + palletIndex);
    }

    private List<Variant> errors(Pallet pallet) {
        return pallet.errors().isPresent()
                ? this.types.variants(pallet.errors().getAsInt())
                : List.of();
    }

    private Optional<Variant> variant(OptionalInt type, String name) {
        return type.isEmpty()
                ? Optional.empty()
                : this.types.variants(type.getAsInt()).stream()
                        .filter(variant -> variant.name().equals(name))
                        .findFirst();
    }
}
