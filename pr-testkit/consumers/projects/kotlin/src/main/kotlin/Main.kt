// SPDX-License-Identifier: Apache-2.0
import io.prhelper.core.pr.PrOutcome
import io.prhelper.core.pr.PrQuery
import io.prhelper.core.pr.ReservationKey
import io.prhelper.core.scsi.Sense
import io.prhelper.ffm.OwnedFd
import io.prhelper.ffm.client.HelperClient
import io.prhelper.ffm.server.HelperServer
import io.prhelper.ffm.server.UnixListener
import java.nio.file.Files
import java.util.OptionalInt

fun main() {
    val folder = Files.createTempDirectory("user")
    val socket = folder.resolve("s")
    HelperServer.on(UnixListener.bind(socket.toString(), OptionalInt.empty()))
        .device { _, exchange -> exchange.checkCondition(Sense.INVALID_OPCODE) }
        .start().use {
            HelperClient.connect(socket).use { client ->
                OwnedFd.inMemory("disk").use { disk ->
                    val said = when (val outcome = client.execute(disk.fd(), PrQuery.READ_KEYS)) {
                        is PrOutcome.Good -> "keys ${outcome.data().keys()}"
                        is PrOutcome.Conflict -> "conflict"
                        is PrOutcome.CheckCondition -> outcome.sense().toString()
                        is PrOutcome.Other -> "status ${outcome.status()}"
                    }
                    check(said == "05/20/00") { said }
                }
            }
        }
    Files.delete(folder)
    check(ReservationKey.parse("0xa") == ReservationKey(10))
}
