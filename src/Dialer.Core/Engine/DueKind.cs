namespace Dialer.Core.Engine;

/// <summary>What a deadline ends.</summary>
internal enum DueKind : byte
{
    RingGuard,
    AbandonSoon,
    Abandon,
    AnalysisLimit,
    PlaybackLimit,
    HangUpGuard,
    InboundHangUpGuard,
    LogInGuard,
    WrapUpLimit,
    PreviewLimit,
    LeavingLimit,
    Rested,
    AcceptWork,
    CampaignTick,
    AskLeads,
    OwnTrunk,
    NobodyThere,
    Visit,
    Routing,
    Thinking,
    Recall,
    TrunkRate,
    DrainLimit,
    Handover,
    HoldLimit,
    ParkLimit,
}
