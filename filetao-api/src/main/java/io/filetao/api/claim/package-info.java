/** What an account says of a file that it stores, and what it hears when the file stands. */
@NullMarked
package io.filetao.api.claim;

import org.jspecify.annotations.NullMarked;

