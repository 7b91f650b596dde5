namespace Dialer.Core.Routing;

public enum InteractionEnd : byte
{
    /// <summary>Spoke with an agent.</summary>
    Handled,

    /// <summary>The caller left while waiting.</summary>
    CallerHungUpInQueue,

    /// <summary>Ours: answered live, no agent in time.</summary>
    Abandoned,

    /// <summary>Refused: queue full, or nobody to serve it.</summary>
    Refused,
    Interrupted,

    /// <summary>Taken for a person without analysis, and a machine after all.</summary>
    NotAPerson,

    /// <summary>Was with an agent, and the line broke, the person's or the agent's: nobody said that it was done.</summary>
    CutOff,

    /// <summary>Ours: waited, and nobody who could take it was logged in.</summary>
    NobodyThere,

    /// <summary>The caller left while in a menu.</summary>
    LeftInMenu,

    /// <summary>The caller left, in no queue and no menu.</summary>
    CallerHungUp,

    /// <summary>Heard a recording.</summary>
    HeardMessage,
    LeftVoicemail,

    /// <summary>Spoke with a number at the PBX.</summary>
    Forwarded,

    /// <summary>Is called back.</summary>
    CallBackOrdered,

    /// <summary>The other party left after an agent had handed them on, and before anybody else had them: parked, waiting, or while it rang.</summary>
    LeftInTransfer,

    /// <summary>No call: whoever posted it took it back, or closed it, before an agent had accepted it.</summary>
    Withdrawn,
}
