/** Problem documents, pages, the hop from event loops to virtual threads, and the OpenAPI description. */
@NullMarked
package io.filetao.api.web;

import org.jspecify.annotations.NullMarked;
