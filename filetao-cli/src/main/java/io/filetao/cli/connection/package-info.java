/** How a user's command finds an API node and the keys to speak to it with. */
@NullMarked
package io.filetao.cli.connection;

import org.jspecify.annotations.NullMarked;
