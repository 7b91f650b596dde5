using Dialer.Server.Business;

namespace Dialer.Server.Http.Description;

/// <summary>A route's bodies are entries of the configuration, described by its schema.</summary>
/// <param name="Kind">Null: the business as a whole.</param>
/// <param name="Takes">The request has one.</param>
/// <param name="Says">What the answer has.</param>
/// <param name="Status">Of that answer.</param>
/// <param name="IsPatch">The request has some settings.</param>
internal sealed record BusinessBody(BusinessKind? Kind, bool Takes, BusinessAnswer Says, int Status = StatusCodes.Status200OK, bool IsPatch = false);
