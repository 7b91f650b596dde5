using Dialer.Core.Ids;

namespace Dialer.Tools.Amd;

/// <summary>The clips of one verdict: how many there are, how many were listened to, and in how many a person answered.</summary>
internal readonly record struct ReviewedVerdict(CpaVerdict Verdict, int Calls, int Listened, int Human);
