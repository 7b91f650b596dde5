using Dialer.Sip.Calls;
using Dialer.Sip.Log;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

public sealed class LineCallStateTests
{
    [Fact]
    public void A_call_moves_by_this_table_alone()
    {
        (LineCallState From, LineCallState To)[] allowed =
        [
            (LineCallState.Dialing, LineCallState.Ringing), (LineCallState.Dialing, LineCallState.Answered),
            (LineCallState.Dialing, LineCallState.Ending), (LineCallState.Dialing, LineCallState.Ended),
            (LineCallState.Ringing, LineCallState.Answered), (LineCallState.Ringing, LineCallState.Ending), (LineCallState.Ringing, LineCallState.Ended),
            (LineCallState.Offered, LineCallState.Answered), (LineCallState.Offered, LineCallState.Ended),
            (LineCallState.Answered, LineCallState.Ended),
            (LineCallState.Ending, LineCallState.Ended),
        ];
        foreach (var from in Enum.GetValues<LineCallState>())
        {
            foreach (var to in Enum.GetValues<LineCallState>())
                Assert.Equal(allowed.Contains((from, to)), LineCallStates.MayMove(from, to));
        }
    }
}
