/** An index as a file: written from a Redis or a cluster of them, checked, and put back. */
@NullMarked
package io.filetao.cli.backup;

import org.jspecify.annotations.NullMarked;
