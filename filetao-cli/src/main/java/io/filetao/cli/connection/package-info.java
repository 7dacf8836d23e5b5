/** How a user's command finds an API node and the keys to speak to it with, and an operator's the Redis that it works on by itself. */
@NullMarked
package io.filetao.cli.connection;

import org.jspecify.annotations.NullMarked;
