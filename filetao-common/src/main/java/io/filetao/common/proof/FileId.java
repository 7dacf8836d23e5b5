package io.filetao.common.proof;

/** The name of a file while it travels and on the miners' disks: 16 random bytes that say nothing about its content. */
public final class FileId extends RandomId<FileId> {

    public FileId(long high, long low) {
        super(high, low);
    }

    /** A new name. */
    public static FileId random() {
        return new FileId(RANDOM.nextLong(), RANDOM.nextLong());
    }

    /**
     * Reads 16 bytes.
     *
     * @throws IllegalArgumentException when there are not exactly 16
     */
    public static FileId of(byte[] bytes) {
        return of(bytes, FileId::new);
    }

    /**
     * Reads 32 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static FileId parse(String hex) {
        return parse(hex, FileId::of);
    }
}
