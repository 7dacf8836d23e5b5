package io.filetao.common.autoconfigure;

import java.util.Map;
import org.springframework.boot.web.context.reactive.StandardReactiveWebEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The usual environment with a program's own properties in front of its configuration file. */
final class ProgramEnvironment extends StandardReactiveWebEnvironment {

    ProgramEnvironment(Map<String, Object> properties) {
        getPropertySources().addFirst(new MapPropertySource("filetao", properties));
    }
}
