package io.filetao.api.upload;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The headers that a call takes and answers with; {@link TusDescriptions} says once what each of them means. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface TusHeaders {

    /** Without these a request is refused. */
    String[] required() default {};

    /** What a request may bring. */
    String[] optional() default {};

    /** What comes with success. */
    String[] answer() default {};
}
