/** The chains that commands and programs can be sent to, by name or address. */
@NullMarked
package io.filetao.cli.network;

import org.jspecify.annotations.NullMarked;
