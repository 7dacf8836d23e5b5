/** What people see on their terminal: tables, sizes, colours. */
@NullMarked
package io.filetao.cli.output;

import org.jspecify.annotations.NullMarked;
