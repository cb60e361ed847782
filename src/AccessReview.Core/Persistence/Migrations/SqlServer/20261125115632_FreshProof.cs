using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessReview.Core.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class FreshProof : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "ProvedAt",
                table: "Sessions",
                type: "datetime2(3)",
                precision: 3,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ProvedAt",
                table: "Sessions");
        }
    }
}
