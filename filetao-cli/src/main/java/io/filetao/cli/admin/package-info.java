/** Commands for whoever looks after a node. */
@NullMarked
package io.filetao.cli.admin;

import org.jspecify.annotations.NullMarked;
