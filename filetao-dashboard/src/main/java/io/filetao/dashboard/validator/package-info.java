/** What the validator does for the network. */
@NullMarked
package io.filetao.dashboard.validator;

import org.jspecify.annotations.NullMarked;

