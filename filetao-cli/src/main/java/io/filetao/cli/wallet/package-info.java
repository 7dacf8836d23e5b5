/** The {@code filetao wallet} commands, and the options and the password by which every command finds and opens its wallet. */
@NullMarked
package io.filetao.cli.wallet;

import org.jspecify.annotations.NullMarked;
