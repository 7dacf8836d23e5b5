/** Commands that issue, list and revoke the bearer tokens of an API node. */
@NullMarked
package io.filetao.cli.access;

import org.jspecify.annotations.NullMarked;
