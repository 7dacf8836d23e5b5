/** What a FileTAO program gets by having this jar on its class path. */
@NullMarked
package io.filetao.common.autoconfigure;

import org.jspecify.annotations.NullMarked;
