package io.filetao.common.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Remembers which upload of a node holds the first bytes of a file, so that a later run goes on with it. */
public interface UploadPlace {

    /** Path of the upload on its node, null when none was begun. */
    @Nullable String path() throws IOException;

    /** Remembers another upload, or with null that there is none any more. */
    void remember(@Nullable String path) throws IOException;

    /** Remembers for as long as this program runs. */
    static UploadPlace inMemory() {
        return new UploadPlace() {

            private @Nullable String path;

            @Override
            public @Nullable String path() {
                return this.path;
            }

            @Override
            public void remember(@Nullable String path) {
                this.path = path;
            }
        };
    }
}
