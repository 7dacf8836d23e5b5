package io.filetao.miner.shard.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Migrates one directory to another, to be ended from outside; prints when half of it is done. */
final class DirectoryMigrationProgram {

    private DirectoryMigrationProgram() {}

    public static void main(String[] args) throws IOException {
        AtomicLong told = new AtomicLong();
        DirectoryMigration.Report report =
                DirectoryMigration.run(
                        Path.of(args[0]),
                        Path.of(args[1]),
                        false,
                        (done, total) -> {
                            if (done > total / 2 && told.getAndIncrement() == 0) {
                                System.out.println("half");
                            }
                        });
        System.out.printf(
                "%,d shards, %,d bytes, %,d of them there before, %d damaged, switched %s%n",
                report.shards(),
                report.bytes(),
                report.present(),
                report.damaged().size(),
                report.switched());
    }
}
