/** Upload, download, list, deletion and health of files over HTTP. */
@NullMarked
package io.filetao.api.file;

import org.jspecify.annotations.NullMarked;
