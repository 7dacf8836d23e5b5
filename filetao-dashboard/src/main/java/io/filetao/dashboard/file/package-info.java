/** A person's files: list, upload, download, health. */
@NullMarked
package io.filetao.dashboard.file;

import org.jspecify.annotations.NullMarked;

