using System.ComponentModel.DataAnnotations;

namespace AccessReview.Web.Setup;

/// <summary>The configuration section <c>Health</c>.</summary>
internal sealed class HealthOptions
{
    /// <summary><c>Health:MinimumFreeMegabytes</c>: below it, readiness says that the disk fills up; below a tenth of it, that the product
    /// cannot work.</summary>
    [Range(0, int.MaxValue)]
    public int MinimumFreeMegabytes { get; set; } = 1024;
}
