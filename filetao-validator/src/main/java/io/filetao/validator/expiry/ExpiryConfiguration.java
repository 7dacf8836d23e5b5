package io.filetao.validator.expiry;

import io.filetao.common.broadband.FileRemover;
import io.filetao.common.broadband.UploadWriter;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.UploadIndex;
import io.filetao.common.redis.Locks;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.event.EventLog;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The chores that end what is past its time. */
@Configuration(proxyBeanMethods = false)
class ExpiryConfiguration {

    @Bean
    Chore expiryChore(FileIndex index, FileRemover remover, EventLog events, InstantSource clock) {
        return new ExpiryChore(index, remover, events, clock);
    }

    @Bean
    Chore abandonedUploadsChore(
            UploadIndex uploads, UploadWriter writer, Locks locks, InstantSource clock) {
        return new AbandonedUploadsChore(uploads, writer, locks, clock);
    }
}
