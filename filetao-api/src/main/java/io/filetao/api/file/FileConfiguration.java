package io.filetao.api.file;

import io.filetao.common.broadband.FileReader;
import io.filetao.common.broadband.FileRemover;
import io.filetao.common.broadband.FileWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts files onto the network. */
@Configuration(proxyBeanMethods = false)
class FileConfiguration {

    @Bean
    FileStore fileStore(FileWriter writer, FileReader reader, FileRemover remover) {
        return new NetworkFileStore(writer, reader, remover);
    }
}
