using System.Text.Json.Serialization;
using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;

namespace Dialer.Core.Engine.Log;

/// <summary>What commands carry, as JSON: a property that a later version adds is not in an older log, and keeps its default.</summary>
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrunkSettings))]
[JsonSerializable(typeof(QueueSettings))]
[JsonSerializable(typeof(AgentSettings))]
[JsonSerializable(typeof(CampaignSettings))]
[JsonSerializable(typeof(AbandonHistory))]
[JsonSerializable(typeof(LeadModelState))]
[JsonSerializable(typeof(CallHistory))]
[JsonSerializable(typeof(LeadBatch))]
[JsonSerializable(typeof(Disposition))]
[JsonSerializable(typeof(LateDescription))]
[JsonSerializable(typeof(DialModeChange))]
[JsonSerializable(typeof(Objectors))]
[JsonSerializable(typeof(DoNotCallEntries))]
[JsonSerializable(typeof(DoNotCallRemoval))]
[JsonSerializable(typeof(Caller))]
[JsonSerializable(typeof(CallerPlan))]
[JsonSerializable(typeof(CompanyAnswer))]
[JsonSerializable(typeof(HandoverSettings))]
[JsonSerializable(typeof(PostedWork))]
internal sealed partial class PayloadJson : JsonSerializerContext;
