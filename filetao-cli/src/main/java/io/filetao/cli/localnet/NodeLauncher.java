package io.filetao.cli.localnet;

/** Starts nodes. */
@FunctionalInterface
interface NodeLauncher {

    RunningNode launch(NodePlan plan);
}
