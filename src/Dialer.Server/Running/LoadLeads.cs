using Dialer.Core.Engine.Messages;
using Dialer.Core.Leads;

namespace Dialer.Server.Running;

/// <summary>Reads leads from the store.</summary>
internal delegate LeadBatch LoadLeads(in EngineOutput order);
