using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Sip.Calls;

/// <summary>A call that is told what was heard on its leg. On the media thread; returns at once.</summary>
internal interface ICallEars
{
    /// <summary>The listener has nothing more to say.</summary>
    void HeardEnough(AnswerListener listener);

    /// <summary>A machine beyond doubt.</summary>
    void HeardMachine(GreetingPrint print);

    void HeardRevoked(RevocationCause cause);

    /// <summary>Before the answer: what no answer follows.</summary>
    void HeardTone(ProgressTone tone, SitClass sit);

    void HeardAfterAnswer(CpaVerdict verdict, float confidence, TimeSpan sinceGreetingEnd, VerdictReason reason);

    void HeardMessageMoment();

    void HeardKey(char key);
}
