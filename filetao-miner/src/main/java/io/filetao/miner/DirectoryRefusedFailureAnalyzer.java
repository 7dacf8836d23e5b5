package io.filetao.miner;

import io.filetao.miner.shard.disk.DirectoryRefusedException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

/** Says why a miner does not start on a directory, and what to do, instead of where in the program that was found. */
final class DirectoryRefusedFailureAnalyzer
        extends AbstractFailureAnalyzer<DirectoryRefusedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DirectoryRefusedException cause) {
        return new FailureAnalysis(
                cause.reason() + ".", StringUtils.capitalize(cause.advice()) + ".", cause);
    }
}
