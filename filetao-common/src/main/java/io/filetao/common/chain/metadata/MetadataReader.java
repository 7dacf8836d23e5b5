package io.filetao.common.chain.metadata;

import io.filetao.common.chain.metadata.TypeDefinition.Bits;
import io.filetao.common.chain.metadata.TypeDefinition.Compact;
import io.filetao.common.chain.metadata.TypeDefinition.Composite;
import io.filetao.common.chain.metadata.TypeDefinition.FixedArray;
import io.filetao.common.chain.metadata.TypeDefinition.Primitive;
import io.filetao.common.chain.metadata.TypeDefinition.Sequence;
import io.filetao.common.chain.metadata.TypeDefinition.Tuple;
import io.filetao.common.chain.metadata.TypeDefinition.Variants;
import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.chain.scale.ScaleReader;
import io.filetao.common.chain.scale.StorageHasher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads metadata V14 and V15; the documentation texts in it are passed over. */
final class MetadataReader {

    /** {@code meta}, read as a little-endian number. */
    private static final long MAGIC = 0x6174656d;

    private static final String NO_NAME = "";

    private final ScaleReader in;

    MetadataReader(byte[] bytes) {
        this.in = new ScaleReader(bytes);
    }

    Metadata read() {
        if (this.in.u32() != MAGIC) {
            throw new MalformedScaleException("Metadata begins with \"meta\"");
        }
        int version = this.in.u8();
        if (version != 14 && version != 15) {
            throw new MalformedScaleException(
                    "Metadata of version " + version + " is not understood, only 14 and 15");
        }
        boolean v15 = version == 15;
        TypeRegistry types = new TypeRegistry(types());
        Map<String, Pallet> pallets = byName(this.in.vector(item -> pallet(v15)), Pallet::name);
        List<SignedExtension> extensions = v15 ? extrinsic15() : extrinsic14();
        compact();
        Map<String, RuntimeCall> calls = new LinkedHashMap<>();
        if (v15) {
            this.in.vector(item -> runtimeApi(calls));
            outerEnums(types);
        }
        this.in.end();
        return new Metadata(version, types, pallets, extensions, calls);
    }

    private List<Type> types() {
        int[] next = {0};
        return this.in.vector(item -> {
            if (compact() != next[0]++) {
                throw new MalformedScaleException("The types are not in order");
            }
            List<String> path = this.in.vector(ScaleReader::string);
            this.in.vector(parameter -> {
                parameter.string();
                return parameter.option(ScaleReader::compactInt);
            });
            TypeDefinition definition = definition();
            docs();
            return new Type(path, definition);
        });
    }

    private TypeDefinition definition() {
        return switch (this.in.variant(8)) {
            case 0 -> new Composite(fields());
            case 1 -> new Variants(variants());
            case 2 -> new Sequence(compact());
            case 3 -> new FixedArray(this.in.u32(), compact());
            case 4 -> new Tuple(this.in.vector(ScaleReader::compactInt));
            case 5 -> {
                PrimitiveKind[] kinds = PrimitiveKind.values();
                yield new Primitive(kinds[this.in.variant(kinds.length)]);
            }
            case 6 -> new Compact(compact());
            default -> {
                int store = compact();
                compact();
                yield new Bits(store);
            }
        };
    }

    private List<Field> fields() {
        return this.in.vector(item -> {
            String name = item.option(ScaleReader::string).orElse(NO_NAME);
            int type = compact();
            item.option(ScaleReader::string);
            docs();
            return new Field(name, type);
        });
    }

    private List<Variant> variants() {
        return this.in.vector(item -> {
            String name = item.string();
            List<Field> fields = fields();
            int index = item.u8();
            docs();
            return new Variant(name, index, fields);
        });
    }

    private Pallet pallet(boolean v15) {
        String name = this.in.string();
        String prefix = name;
        Map<String, StorageItem> storage = Map.of();
        if (this.in.bool()) {
            prefix = this.in.string();
            storage = byName(this.in.vector(item -> storageItem()), StorageItem::name);
        }
        OptionalInt calls = optionalType();
        optionalType();
        this.in.vector(item -> {
            item.string();
            compact();
            item.byteVector();
            docs();
            return NO_NAME;
        });
        OptionalInt errors = optionalType();
        int index = this.in.u8();
        if (v15) {
            docs();
        }
        return new Pallet(name, index, prefix, storage, calls, errors);
    }

    private StorageItem storageItem() {
        String name = this.in.string();
        boolean optional = this.in.variant(2) == 0;
        List<StorageHasher> hashers = List.of();
        OptionalInt key = OptionalInt.empty();
        if (this.in.variant(2) == 1) {
            StorageHasher[] known = StorageHasher.values();
            hashers = this.in.vector(item -> known[item.variant(known.length)]);
            key = OptionalInt.of(compact());
        }
        int value = compact();
        byte[] fallback = this.in.byteVector();
        docs();
        return new StorageItem(name, hashers, key, value, optional, fallback);
    }

    private List<SignedExtension> extrinsic14() {
        compact();
        return extensions();
    }

    private List<SignedExtension> extrinsic15() {
        requireVersion4();
        for (int i = 0; i < 4; i++) {
            compact();
        }
        return signedExtensions();
    }

    private List<SignedExtension> extensions() {
        requireVersion4();
        return signedExtensions();
    }

    private void requireVersion4() {
        int version = this.in.u8();
        if (version != 4) {
            throw new MalformedScaleException(
                    "Signed calls of version " + version + " are not understood, only 4");
        }
    }

    private List<SignedExtension> signedExtensions() {
        return this.in.vector(item -> new SignedExtension(item.string(), compact(), compact()));
    }

    private String runtimeApi(Map<String, RuntimeCall> calls) {
        String api = this.in.string();
        this.in.vector(method -> {
            String name = method.string();
            List<Field> inputs = method.vector(input -> new Field(input.string(), compact()));
            calls.put(api + "_" + name, new RuntimeCall(inputs, compact()));
            docs();
            return NO_NAME;
        });
        docs();
        return api;
    }

    /** The enums of all calls, events and errors, then values that the runtime adds as it likes. */
    private void outerEnums(TypeRegistry types) {
        for (int i = 0; i < 3; i++) {
            types.type(compact());
        }
        this.in.vector(custom -> {
            custom.string();
            compact();
            return custom.byteVector();
        });
    }

    private OptionalInt optionalType() {
        return this.in.bool() ? OptionalInt.of(compact()) : OptionalInt.empty();
    }

    private void docs() {
        this.in.vector(ScaleReader::byteVector);
    }

    private int compact() {
        return this.in.compactInt();
    }

    private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
        return items.stream()
                .collect(
                        Collectors.toMap(
                                name,
                                Function.identity(),
                                (first, second) -> second,
                                LinkedHashMap::new));
    }
}
