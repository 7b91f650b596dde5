namespace Dialer.Store;

/// <summary>The points of a group commit at which it can fail or the process can die.</summary>
internal enum WriteStep
{
    Begin,
    Claim,
    ClaimLead,
    Progress,
    Close,
    CloseLead,
    DeadPhone,
    GiveBack,
    GiveBackLead,
    DoNotCall,
    Interaction,
    Description,
    DescriptionLead,
    AgentState,
    Refusal,
    CallBack,
    Learned,
    Latency,
    Quality,
    Greeting,
    Import,
    Commit,
    Committed,
}
